import { fromWireFloat } from '@bestiary/contracts/json';
import type { BestTrial, Sweep } from '@bestiary/contracts/sweep-record';
import type { Budget, Objective, ParamValue, TrialParams } from '@bestiary/contracts/sweep';
import { formatCount, formatDuration, formatMetric, formatSetting } from '@bestiary/ui/format';

/** `least val_loss`, `greatest best val_accuracy`. */
export function objectiveWords({ metric, goal, aggregate }: Objective): string {
  const which = aggregate === 'last' ? '' : `${aggregate} `;
  return `${goal === 'min' ? 'least' : 'greatest'} ${which}${metric}`;
}

/** `100 trials, 5 min 00 s, or 30 trials without a better one`. */
export function budgetWords({ trials, seconds, plateau }: Budget): string {
  const bounds = [
    ...(trials === undefined ? [] : [`${formatCount(trials)} trials`]),
    ...(seconds === undefined ? [] : [formatDuration(seconds * 1_000)]),
    ...(plateau === undefined ? [] : [`${formatCount(plateau.trials)} trials without a better one`]),
  ];
  return bounds.length < 2 ? bounds.join('') : `${bounds.slice(0, -1).join(', ')} or ${bounds.at(-1)!}`;
}

/** Trials that count for the budget, and how many it has; `total` is null where it has none. */
export function sweepProgress({ counts, config }: Pick<Sweep, 'counts' | 'config'>): {
  done: number;
  total: number | null;
} {
  return { done: counts.finished + counts.pruned, total: config.budget.trials ?? null };
}

/** A parameter's value as it is read: numbers short, text as it is. */
export function paramWords(value: ParamValue): string {
  return typeof value === 'number' ? formatSetting(value) : String(value);
}

/** `learning_rate 0.001, batch_size 8`. */
export function paramsWords(params: TrialParams): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${paramWords(value)}`)
    .join(', ');
}

/** The value of the first objective of the best trial; `null` before there is one. Of two objectives: how many make the front. */
export function bestWords(best: readonly BestTrial[], objectives: number): string | null {
  const [first] = best;
  if (first === undefined) return null;
  return objectives > 1
    ? `${formatCount(best.length)} on the front`
    : formatMetric(fromWireFloat(first.values[0]!));
}
