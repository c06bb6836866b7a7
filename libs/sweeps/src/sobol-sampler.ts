import { type TrialParams } from '@bestiary/contracts/sweep';
import { noPoint } from './draw.ts';
import { type Sampler } from './sampler.ts';
import { type SearchSpace } from './search-space.ts';
import { randomOf } from './seed.ts';
import { scrambledSobol, SOBOL_DIMENSIONS } from './sobol-sequence.ts';
import { nextNumber, type TrialRow } from './trial-row.ts';

/** So many points are looked through for one that the constraints allow. */
const MOST_POINTS = 2 ** 20;

/**
 * The points of a scrambled Sobol sequence in turn, one dimension a parameter: more even than chance. Trial n has the nth
 * point that the constraints allow. Parameters after the {@link SOBOL_DIMENSIONS}th are chosen at random.
 */
export class SobolSampler implements Sampler {
  readonly #space: SearchSpace;
  readonly #seed: number;
  readonly #scrambling: readonly number[];

  constructor(space: SearchSpace, seed: number) {
    this.#space = space;
    this.#seed = seed;
    const random = randomOf(seed);
    this.#scrambling = space.parameters.map(() => random.uint32());
  }

  suggest(trials: readonly TrialRow[]): TrialParams {
    const number = nextNumber(trials);
    if (this.#space.constraints.length === 0) return this.#paramsOf(number);
    let allowed = 0;
    for (let index = 0; index < MOST_POINTS; index++) {
      const params = this.#paramsOf(index);
      if (this.#space.allows(params) && allowed++ === number) return params;
    }
    throw noPoint(`no further one of ${MOST_POINTS} points of the sequence`);
  }

  #paramsOf(index: number): TrialParams {
    return this.#space.paramsAt((dimension) =>
      dimension < SOBOL_DIMENSIONS
        ? scrambledSobol(index, dimension, this.#scrambling[dimension]!)
        : randomOf(this.#seed, index, dimension).uniform(),
    );
  }
}
