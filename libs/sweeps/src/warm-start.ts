import { type TrialParams } from '@bestiary/contracts/sweep';
import { type SearchSpace } from './search-space.ts';
import { type TrialRow } from './trial-row.ts';

/** A run that finished before the sweep. */
export interface EarlierRun {
  /** its parameters by the names of the space; others are overlooked */
  readonly params: TrialParams;
  /** one value an objective */
  readonly values: readonly number[];
}

/**
 * Rows for samplers to learn from. Runs that lack a parameter of the space, or have a value that it does not have, are left
 * out.
 *
 * @param runs the oldest first: it counts least
 */
export function warmStart(space: SearchSpace, runs: readonly EarlierRun[]): TrialRow[] {
  const usable = runs.filter(({ params }) => space.pointOf(params) !== undefined);
  return usable.map(({ params, values }, i) => ({
    number: i - usable.length,
    status: 'finished',
    params: Object.fromEntries(
      space.parameters
        .filter((parameter) => space.isActive(parameter, params))
        .map(({ name }) => [name, params[name]!]),
    ),
    values,
    lastReport: null,
  }));
}
