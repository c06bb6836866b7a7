import { lossesOf, lossOf, type Goal } from './loss.ts';
import { type TrialRow } from './trial-row.ts';

/** Whether a trial has told something of its parameters: it finished, or was pruned after a report. */
export function hasTold(trial: TrialRow, goals: readonly Goal[]): boolean {
  return lossesOf(trial, goals) !== undefined || (trial.status === 'pruned' && trial.lastReport !== null);
}

/** Finished before pruned before those whose number is NaN or infinite; the pruned by how far they came, then by loss. */
interface Standing {
  readonly tier: 0 | 1 | 2;
  readonly steps: number;
  readonly loss: number;
}

function standingOf(trial: TrialRow, goal: Goal): Standing {
  const [loss] = lossesOf(trial, [goal]) ?? [];
  if (loss !== undefined) return { tier: Number.isFinite(loss) ? 0 : 2, steps: 0, loss };
  const { step, value } = trial.lastReport!;
  return { tier: Number.isFinite(value) ? 1 : 2, steps: step, loss: lossOf(value, goal) };
}

/** Trials that have told something by one objective, the best first; equal ones stay in their order. */
export function rankTrials(trials: readonly TrialRow[], goal: Goal): TrialRow[] {
  return trials
    .map((trial) => ({ trial, ...standingOf(trial, goal) }))
    .sort(
      (a, b) => a.tier - b.tier || b.steps - a.steps || (a.loss === b.loss ? 0 : a.loss < b.loss ? -1 : 1),
    )
    .map(({ trial }) => trial);
}

/** Whether a trial that has told something told a finite number. */
export function toldNumber(trial: TrialRow, goals: readonly Goal[]): boolean {
  const losses = lossesOf(trial, goals);
  return losses === undefined ? Number.isFinite(trial.lastReport!.value) : losses.every(Number.isFinite);
}
