import { type TrialParams, type TrialStatus } from '@bestiary/contracts/sweep';

/** What samplers know of a trial. */
export interface TrialRow {
  /** unique in its sweep, from 0; below 0 are runs from before it (warm start) */
  readonly number: number;
  readonly status: TrialStatus;
  readonly params: TrialParams;
  /** one value an objective, as measured, NaN included; `null` where the trial did not come to its end */
  readonly values: readonly number[] | null;
  /** the last value of the first objective that was reported on the way */
  readonly lastReport: { readonly step: number; readonly value: number } | null;
}

/** The number of the trial that comes next. */
export function nextNumber(trials: readonly TrialRow[]): number {
  let next = 0;
  for (const { number } of trials) if (number >= next) next = number + 1;
  return next;
}

/** The trials by their numbers: whatever looks at them in this order does not depend on that in which they were read. */
export function byNumber(trials: readonly TrialRow[]): TrialRow[] {
  return [...trials].sort((a, b) => a.number - b.number);
}

/** Whether the trial waits for a worker or has one. */
export function isPending({ status }: TrialRow): boolean {
  return status === 'queued' || status === 'running';
}
