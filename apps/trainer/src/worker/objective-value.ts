import type { Objective } from '@bestiary/contracts/sweep';

/**
 * What counts of a trial's curve: its last value, or an extreme of all. `best` is the extreme that the goal asks for. NaN is overlooked,
 * unless it is the last value or there is nothing else.
 *
 * @param values one an epoch
 */
export function objectiveValue(
  { aggregate, goal }: Pick<Objective, 'aggregate' | 'goal'>,
  values: readonly number[],
): number {
  if (aggregate === 'last') return values.at(-1) ?? NaN;
  const numbers = values.filter((value) => !Number.isNaN(value));
  if (numbers.length === 0) return NaN;
  const least = aggregate === 'min' || (aggregate === 'best' && goal === 'min');
  return numbers.reduce((a, b) => (least ? Math.min(a, b) : Math.max(a, b)));
}
