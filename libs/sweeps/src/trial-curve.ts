import { type TrialStatus } from '@bestiary/contracts/sweep';
import { lossOf, type Goal } from './loss.ts';

/** What pruners know of a trial: what it has reported of the objective so far. */
export interface TrialCurve {
  readonly number: number;
  readonly status: TrialStatus;
  /** rising, from 0; there may be gaps */
  readonly steps: readonly number[];
  /** one a step, as measured, NaN included */
  readonly values: readonly number[];
}

/** The step of the last report; −1 before the first. */
export function lastStep({ steps }: TrialCurve): number {
  return steps.at(-1) ?? -1;
}

/** The loss of the first report at a step or after it; `undefined` where the trial has not come that far. */
export function lossAt({ steps, values }: TrialCurve, step: number, goal: Goal): number | undefined {
  const i = steps.findIndex((s) => s >= step);
  return i < 0 ? undefined : lossOf(values[i]!, goal);
}

/** The least loss of the reports `from` … `to` (by their place, without `to`); `Infinity` of none. */
export function leastLoss({ values }: TrialCurve, goal: Goal, from = 0, to = values.length): number {
  let least = Infinity;
  for (let i = from; i < to; i++) least = Math.min(least, lossOf(values[i]!, goal));
  return least;
}
