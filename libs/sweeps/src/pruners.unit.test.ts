import { describe, expect, it } from 'vitest';
import { AshaPruner } from './asha-pruner.ts';
import { HyperbandPruner } from './hyperband-pruner.ts';
import { MedianPruner } from './median-pruner.ts';
import { PatiencePruner } from './patience-pruner.ts';
import { testPruner } from './pruner.testsuite.ts';
import { SuccessiveHalvingPruner } from './successive-halving-pruner.ts';
import { ThresholdPruner } from './threshold-pruner.ts';
import { type TrialCurve } from './trial-curve.ts';

testPruner('median', {
  make: (goal) => new MedianPruner(goal, { startupTrials: 5, warmUpSteps: 2 }),
  compares: true,
});
testPruner('successive halving', {
  make: (goal) => new SuccessiveHalvingPruner(goal, { cohort: 80, firstRung: 1, reduction: 3 }),
  compares: true,
});
testPruner('ASHA', { make: (goal) => new AshaPruner(goal, { firstRung: 1, reduction: 3 }), compares: true });
testPruner('Hyperband', {
  make: (goal) => new HyperbandPruner(goal, { firstRung: 1, reduction: 3, maxReports: 9 }),
  compares: true,
});
testPruner('patience', {
  make: (goal) => new PatiencePruner(goal, { patience: 3, minDelta: 0, warmUpSteps: 2 }),
  compares: false,
});
testPruner('threshold', {
  make: (goal) => new ThresholdPruner({ ...(goal === 'min' ? { upper: 6 } : { lower: -6 }), warmUpSteps: 0 }),
  compares: false,
});

function curve(number: number, values: readonly number[]): TrialCurve {
  return { number, status: 'running', steps: [...values.keys()], values };
}

describe('successive halving', () => {
  it('keeps of nine trials in step the best three at the first rung, and the best one at the second', () => {
    const pruner = new SuccessiveHalvingPruner('min', { cohort: 9, firstRung: 1, reduction: 3 });
    const all = Array.from({ length: 9 }, (_, number) => curve(number, [number]));
    const kept = all.filter(
      (trial) =>
        !pruner.prunes(
          trial,
          all.filter((other) => other !== trial),
        ),
    );
    expect(kept.map(({ number }) => number)).toEqual([0, 1, 2]);
    const later = all.map(({ number }) => curve(number, number < 3 ? [number, 5, 5 - number] : [number]));
    const last = later.slice(0, 3).filter(
      (trial) =>
        !pruner.prunes(
          trial,
          later.filter((other) => other !== trial),
        ),
    );
    expect(last.map(({ number }) => number)).toEqual([2]);
  });

  it('does not let cohorts compete', () => {
    const pruner = new SuccessiveHalvingPruner('min', { cohort: 9, firstRung: 1, reduction: 3 });
    const first = Array.from({ length: 9 }, (_, number) => curve(number, [0]));
    expect(pruner.prunes(curve(9, [5]), first)).toBe(false);
    expect(pruner.prunes(curve(8, [5]), first.slice(0, 8))).toBe(true);
  });
});

describe('ASHA', () => {
  it('judges a trial at its rungs alone, and against all that stood there', () => {
    const pruner = new AshaPruner('max', { firstRung: 2, reduction: 2 });
    const others = [curve(0, [0.1, 0.5, 0.6, 0.7]), curve(1, [0.1, 0.6]), curve(2, [0.1, 0.7])];
    expect(pruner.prunes(curve(3, [0]), others)).toBe(false);
    expect(pruner.prunes(curve(3, [0, 0.65]), others)).toBe(false);
    expect(pruner.prunes(curve(3, [0, 0.55]), others)).toBe(true);
    expect(pruner.prunes(curve(3, [0, 0.65, 0]), others)).toBe(false);
    expect(pruner.prunes(curve(3, [0, 0.65, 0, 0.1]), others)).toBe(true);
  });

  it('takes the first report after a rung where steps have gaps', () => {
    const pruner = new AshaPruner('min', { firstRung: 3, reduction: 2 });
    const sparse = { number: 1, status: 'running', steps: [0, 4], values: [1, 9] } as const;
    expect(pruner.prunes(sparse, [curve(0, [5, 5, 5])])).toBe(true);
  });
});

describe('Hyperband', () => {
  it('spreads trials over brackets as their sizes are', () => {
    const pruner = new HyperbandPruner('min', { firstRung: 1, reduction: 3, maxReports: 9 });
    const counts = [0, 0, 0];
    for (let number = 0; number < 3_000; number++) counts[pruner.bracketOf(number)]! += 1;
    // ⌈3 · 9 / 3⌉, ⌈3 · 3 / 2⌉ and 3 of 17
    expect(counts[0]! / 3_000).toBeCloseTo(9 / 17, 1);
    expect(counts[1]! / 3_000).toBeCloseTo(5 / 17, 1);
    expect(counts[2]! / 3_000).toBeCloseTo(3 / 17, 1);
  });
});

describe('patience', () => {
  it('counts an improvement of no more than minDelta as none', () => {
    const pruner = new PatiencePruner('min', { patience: 2, minDelta: 0.1, warmUpSteps: 0 });
    expect(pruner.prunes(curve(0, [1, 0.95]))).toBe(false);
    expect(pruner.prunes(curve(0, [1, 0.95, 0.92]))).toBe(true);
    expect(pruner.prunes(curve(0, [1, 0.95, 0.85]))).toBe(false);
  });
});

describe('threshold', () => {
  it('leaves trials alone until they are warm', () => {
    const pruner = new ThresholdPruner({ upper: 1, warmUpSteps: 2 });
    expect(pruner.prunes(curve(0, [9, 9]))).toBe(false);
    expect(pruner.prunes(curve(0, [9, 9, 9]))).toBe(true);
    expect(pruner.prunes(curve(0, [9, 9, 1]))).toBe(false);
  });
});
