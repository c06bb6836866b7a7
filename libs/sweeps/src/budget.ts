import { type Budget } from '@bestiary/contracts/sweep';
import { lossesOf, type Goal } from './loss.ts';
import { dominates } from './pareto.ts';
import { byNumber, type TrialRow } from './trial-row.ts';

/** Which of its bounds has ended a sweep. */
export type Spent = keyof Budget;

/**
 * Which bound of the budget is reached; `undefined`: none yet. Failed and cancelled trials are not counted, and runs from before
 * the sweep neither count nor set a mark.
 *
 * @param seconds of wall time since the first trial began
 */
export function budgetSpent(
  budget: Budget,
  trials: readonly TrialRow[],
  goals: readonly Goal[],
  seconds: number,
): Spent | undefined {
  const done = trials.filter(
    ({ number, status }) => number >= 0 && (status === 'finished' || status === 'pruned'),
  );
  if (budget.trials !== undefined && done.length >= budget.trials) return 'trials';
  if (budget.seconds !== undefined && seconds >= budget.seconds) return 'seconds';
  if (
    budget.plateau !== undefined &&
    sinceBetter(byNumber(done), goals, budget.plateau.minDelta) >= budget.plateau.trials
  )
    return 'plateau';
  return undefined;
}

/** How many of the last trials in a row bettered nothing, by their numbers; 0 before the first value. */
function sinceBetter(done: readonly TrialRow[], goals: readonly Goal[], minDelta: number): number {
  let since = 0;
  let front: number[][] = [];
  for (const trial of done) {
    const losses = lossesOf(trial, goals);
    if (losses !== undefined && isBetter(losses, front, minDelta)) {
      front = [...front.filter((other) => !dominates(losses, other)), losses];
      since = 0;
    } else if (front.length > 0) {
      since += 1;
    }
  }
  return since;
}

function isBetter(losses: readonly number[], front: readonly number[][], minDelta: number): boolean {
  if (!losses.every(Number.isFinite)) return false;
  // none of the front is as good, minDelta being nothing
  return front.every((other) => losses.some((loss, i) => loss < other[i]! - minDelta));
}
