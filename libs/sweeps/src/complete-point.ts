import { BestiaryError } from '@bestiary/contracts/error';
import { type TrialParams } from '@bestiary/contracts/sweep';
import { type Random } from '@bestiary/metrics/random';
import { type SearchSpace } from './search-space.ts';

const TRIES = 10_000;

/**
 * A whole point with these values, the others chosen at random: among them what the given ones depend on, such that they exist.
 *
 * @throws BestiaryError `invalid_input` for values that this space does not have, or that its constraints do not allow
 */
export function completePoint(space: SearchSpace, given: TrialParams, random: Random): TrialParams {
  const problem = space.problemOf(given);
  if (problem !== undefined)
    throw new BestiaryError(
      'invalid_input',
      `the point ${JSON.stringify(given)} cannot be tried: ${problem}`,
    );
  const units = space.parameters.map(({ name, scale }) =>
    name in given ? scale.toUnit(given[name]!) : undefined,
  );
  for (let i = 0; i < TRIES; i++) {
    const params = { ...space.paramsAt((index) => units[index] ?? random.uniform()) };
    for (const name of Object.keys(params)) if (name in given) params[name] = given[name]!;
    if (Object.keys(given).every((name) => name in params) && space.allows(params)) return params;
  }
  throw new BestiaryError(
    'invalid_input',
    `no point with ${JSON.stringify(given)} satisfies the constraints`,
  );
}
