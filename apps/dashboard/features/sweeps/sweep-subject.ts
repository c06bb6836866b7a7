import type { Sweep } from '@bestiary/contracts/sweep-record';
import type { Goal } from '@bestiary/sweeps/loss';
import { SearchSpace } from '@bestiary/sweeps/search-space';
import type { TrialRecord } from './trial-record.ts';

/** A sweep with its trials, looked at by one of its objectives. */
export interface SweepSubject {
  sweep: Sweep;
  trials: readonly TrialRecord[];
  space: SearchSpace;
  /** place of the objective, from 0 */
  objective: number;
  metric: string;
  goal: Goal;
}

/** @param objective its place; one that there is not is the first */
export function subjectOf(sweep: Sweep, trials: readonly TrialRecord[], objective: number): SweepSubject {
  const { config } = sweep;
  const place = objective in config.objective ? objective : 0;
  const { metric, goal } = config.objective[place]!;
  return {
    sweep,
    trials,
    space: new SearchSpace(config.space, config.constraints),
    objective: place,
    metric,
    goal,
  };
}

/** What a finished trial came to; `NaN` where it did not come to its end, or to no number. */
export function outcomeOf({ objective }: Pick<SweepSubject, 'objective'>, trial: TrialRecord): number {
  return trial.status === 'finished' ? (trial.values?.[objective] ?? NaN) : NaN;
}

/** Trials that finished with a number, the best first. */
export function bestFirst(subject: SweepSubject): TrialRecord[] {
  const sign = subject.goal === 'min' ? 1 : -1;
  return subject.trials
    .filter((trial) => Number.isFinite(outcomeOf(subject, trial)))
    .sort((a, b) => sign * (outcomeOf(subject, a) - outcomeOf(subject, b)) || a.number - b.number);
}

/** Names of the parameters that are searched, not fixed. */
export function searchedParameters({ space }: Pick<SweepSubject, 'space'>): string[] {
  return space.parameters.filter(({ scale }) => scale.count > 1).map(({ name }) => name);
}
