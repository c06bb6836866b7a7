import { lossesOf, type Goal } from './loss.ts';
import { paretoFront } from './pareto.ts';
import { byNumber, type TrialRow } from './trial-row.ts';

export interface BestSoFar {
  readonly number: number;
  /** of this trial, as measured */
  readonly value: number;
  /** of this trial and those before it */
  readonly best: number;
}

/** How the best value of the first objective came about, by the trials' numbers; trials without a finite value are left out. */
export function bestSoFar(trials: readonly TrialRow[], goal: Goal): BestSoFar[] {
  let best: number | undefined;
  const course: BestSoFar[] = [];
  for (const { number, status, values } of byNumber(trials)) {
    const value = values?.[0];
    if (status !== 'finished' || value === undefined || !Number.isFinite(value)) continue;
    if (best === undefined || (goal === 'min' ? value < best : value > best)) best = value;
    course.push({ number, value, best });
  }
  return course;
}

/** The best trials: of one objective those with the best value, of two those that none dominates; by their numbers. */
export function bestTrials(trials: readonly TrialRow[], goals: readonly Goal[]): TrialRow[] {
  const finished = byNumber(trials).filter((trial) => lossesOf(trial, goals)?.every(Number.isFinite));
  return paretoFront(finished.map((trial) => lossesOf(trial, goals)!)).map((i) => finished[i]!);
}
