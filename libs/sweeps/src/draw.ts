import { BestiaryError } from '@bestiary/contracts/error';
import { type TrialParams } from '@bestiary/contracts/sweep';
import { type Random } from '@bestiary/metrics/random';
import { type SearchSpace } from './search-space.ts';

const TRIES = 20_000;

/** Independent values for all parameters, each uniform on its scale; points that break a constraint are drawn again. */
export function drawRandom(space: SearchSpace, random: Random): TrialParams {
  for (let i = 0; i < TRIES; i++) {
    const params = space.paramsAt(() => random.uniform());
    if (space.allows(params)) return params;
  }
  throw noPoint(`none of ${TRIES} random points`);
}

/** The error of a space whose constraints leave nothing to try. */
export function noPoint(found: string): BestiaryError {
  return new BestiaryError('invalid_input', `${found} satisfies the constraints of this space`, {
    hint: 'loosen the constraints, or narrow the parameters to where they hold',
  });
}
