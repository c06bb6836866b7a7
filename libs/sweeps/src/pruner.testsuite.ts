import { Random } from '@bestiary/metrics/random';
import { describe, expect, it } from 'vitest';
import { type Goal } from './loss.ts';
import { type Pruner } from './pruner.ts';
import { type TrialCurve } from './trial-curve.ts';

export interface PrunerUnderTest {
  /** for losses between 0 and 10 if the goal is min, −10 and 0 if it is max; judging within ten steps */
  readonly make: (goal: Goal) => Pruner;
  /** whether it compares with other trials */
  readonly compares: boolean;
}

const STEPS = 30;

function curve(
  number: number,
  values: readonly number[],
  status: TrialCurve['status'] = 'running',
): TrialCurve {
  return { number, status, steps: [...values.keys()], values };
}

/** A falling curve that ends at a level. */
function towards(level: number): number[] {
  return Array.from({ length: STEPS }, (_, step) => level + (4 - 0.4 * level) * 0.8 ** step);
}

function mirrored({ values, ...rest }: TrialCurve): TrialCurve {
  return { ...rest, values: values.map((value) => -value) };
}

/** After how many reports the trial is ended; `undefined`: never. */
function endOf(pruner: Pruner, trial: TrialCurve, others: readonly TrialCurve[]): number | undefined {
  for (let n = 0; n <= trial.values.length; n++) {
    const soFar = { ...trial, steps: trial.steps.slice(0, n), values: trial.values.slice(0, n) };
    if (pruner.prunes(soFar, others)) return n;
  }
  return undefined;
}

/** What every pruner must do. */
export function testPruner(name: string, { make, compares }: PrunerUnderTest): void {
  describe(`the ${name} pruner`, () => {
    const others = Array.from({ length: 40 }, (_, i) => curve(i, towards(1 + (i % 8) / 2), 'finished'));
    const random = new Random(1);
    const ended: (number | undefined)[] = [];

    it('never ends the best trial while it gets better', () => {
      for (let number = 40; number < 60; number++)
        expect(endOf(make('min'), curve(number, towards(0.5)), others)).toBeUndefined();
    });

    it('gives no answer before the first report', () => {
      for (const goal of ['min', 'max'] as const) {
        expect(make(goal).prunes(curve(40, []), others)).toBe(false);
        expect(make(goal).prunes(curve(40, []), [])).toBe(false);
      }
    });

    it('ends a trial that gives nothing but NaN within ten reports', () => {
      for (const goal of ['min', 'max'] as const) {
        const field = goal === 'min' ? others : others.map(mirrored);
        for (let number = 40; number < 60; number++)
          expect(endOf(make(goal), curve(number, Array<number>(STEPS).fill(NaN)), field)).toBeLessThanOrEqual(
            10,
          );
      }
    });

    it.runIf(compares)('ends a trial that is worse than all others within ten reports', () => {
      for (let number = 40; number < 60; number++)
        expect(endOf(make('min'), curve(number, towards(8)), others)).toBeLessThanOrEqual(10);
    });

    it.runIf(compares)('ends none of trials that are all the same', () => {
      const same = others.map(({ number }) => curve(number, towards(2), 'finished'));
      for (let number = 40; number < 60; number++)
        expect(endOf(make('min'), curve(number, towards(2)), same)).toBeUndefined();
    });

    it('decides by the curves alone: the same again, whatever the order of the others', () => {
      const shuffled = [...others];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = random.below(i + 1);
        [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
      }
      for (let number = 40; number < 80; number++) {
        const trial = curve(
          number,
          towards(random.uniform() * 8).map((value) => value + random.uniform() - 0.5),
        );
        const end = endOf(make('min'), trial, others);
        expect(endOf(make('min'), trial, shuffled)).toBe(end);
        ended.push(end);
      }
      expect(new Set(ended).size).toBeGreaterThan(1);
    });

    it('does with a maximum what it does with a minimum', () => {
      for (let number = 40; number < 60; number++) {
        const trial = curve(
          number,
          towards(random.uniform() * 8).map((value) => value + random.uniform() - 0.5),
        );
        expect(endOf(make('max'), mirrored(trial), others.map(mirrored))).toBe(
          endOf(make('min'), trial, others),
        );
      }
    });

    it('is not misled by others that failed early, gave NaN, or have not reported', () => {
      const odd = [
        curve(100, [], 'queued'),
        curve(101, [], 'failed'),
        curve(102, [NaN, NaN, NaN], 'failed'),
        curve(103, Array<number>(STEPS).fill(NaN), 'finished'),
        curve(104, [9.5], 'pruned'),
      ];
      expect(endOf(make('min'), curve(40, towards(0.5)), [...odd, ...others])).toBeUndefined();
      expect(endOf(make('min'), curve(40, towards(0.5)), odd)).toBeUndefined();
    });
  });
}
