import { describe, expect, it } from 'vitest';
import { type Schedule, rateAt } from './schedule.ts';

const length = { epochs: 10, stepsPerEpoch: 4 };
const rates = (schedule: Schedule): number[] =>
  Array.from({ length: 40 }, (_, step) => rateAt(schedule, 0.5, step, length));

describe('a schedule', () => {
  it('stays, where it is constant', () => {
    expect(new Set(rates({ kind: 'constant' }))).toEqual(new Set([0.5]));
  });

  it('rises in a straight line from 0, parts of an epoch long if need be, and then begins', () => {
    for (const kind of ['constant', 'cosine'] as const) {
      const warm = rates({ kind, warmUpEpochs: 1.25 });
      [0, 0.1, 0.2, 0.3, 0.4, 0.5].forEach((rate, step) => expect(warm[step]).toBeCloseTo(rate, 12));
    }
  });

  it('goes down half a cosine wave to its floor, and no further', () => {
    const wave = rates({ kind: 'cosine', floor: 0.2 });
    expect(wave[20]).toBeCloseTo(0.3, 12);
    expect(wave.every((rate, i) => i === 0 || rate < wave[i - 1]!)).toBe(true);
    expect(rateAt({ kind: 'cosine', floor: 0.2 }, 0.5, 40, length)).toBeCloseTo(0.1, 12);
    expect(rateAt({ kind: 'cosine', floor: 0.2 }, 0.5, 55, length)).toBeCloseTo(0.1, 12);
  });

  it('takes its steps whole epochs after the warm-up', () => {
    const stairs = rates({ kind: 'step', everyEpochs: 3, factor: 0.1, warmUpEpochs: 1 });
    expect(stairs.slice(4, 16)).toEqual(new Array<number>(12).fill(0.5));
    expect(stairs.slice(16, 28)).toEqual(new Array<number>(12).fill(0.05));
    expect(stairs[28]).toBeCloseTo(0.005, 12);
  });
});
