import type { Sweep } from '@bestiary/contracts/sweep-record';
import type { Goal } from '@bestiary/sweeps/loss';
import { SearchSpace } from '@bestiary/sweeps/search-space';
import { scaleOf, type FieldScale, type FieldValue } from '@bestiary/ui/field-scale';
import { outcomeRange } from '@bestiary/ui/outcome-range';
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

/**
 * Outcomes for models and axes: those that went far astray count as the worst that is still in sight. One loss of 10,000 would
 * else be all that a forest or a scale knows of.
 */
export function outcomesInSight(
  subject: SweepSubject,
  trials: readonly TrialRecord[],
): (trial: TrialRecord) => number {
  const range = outcomeRange(
    trials.map((trial) => outcomeOf(subject, trial)),
    subject.goal,
  );
  return (trial) => {
    const outcome = outcomeOf(subject, trial);
    return range === null ? outcome : Math.min(range.high, Math.max(range.low, outcome));
  };
}

/** A parameter's values on an axis: logarithmic where its description says so. */
export function scaleOfValues(
  { sweep }: SweepSubject,
  name: string,
  values: readonly FieldValue[],
): FieldScale {
  const description = sweep.config.space[name];
  return description?.type === 'float' || description?.type === 'int'
    ? scaleOf(values, description.log ? 'log' : 'linear')
    : scaleOf(values);
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
