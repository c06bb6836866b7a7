import { type Objective } from '@bestiary/contracts/sweep';
import { type TrialRow } from './trial-row.ts';

/** Which way is better. */
export type Goal = Objective['goal'];

/** A value turned so that less is better; `NaN` is worse than any number. */
export function lossOf(value: number, goal: Goal): number {
  return Number.isNaN(value) ? Infinity : goal === 'min' ? value : -value;
}

/** A finished trial's losses, one a goal; `undefined` for a trial that has not all its values. */
export function lossesOf({ status, values }: TrialRow, goals: readonly Goal[]): number[] | undefined {
  if (status !== 'finished' || values?.length !== goals.length) return undefined;
  return values.map((value, i) => lossOf(value, goals[i]!));
}
