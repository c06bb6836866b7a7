import { type TrialParams } from '@bestiary/contracts/sweep';
import { drawRandom } from './draw.ts';
import { type Sampler } from './sampler.ts';
import { type SearchSpace } from './search-space.ts';
import { randomOf } from './seed.ts';
import { nextNumber, type TrialRow } from './trial-row.ts';

/** Uniform on each parameter's scale: Bergstra and Bengio, "Random search for hyper-parameter optimization", JMLR 13 (2012). */
export class RandomSampler implements Sampler {
  readonly #space: SearchSpace;
  readonly #seed: number;

  constructor(space: SearchSpace, seed: number) {
    this.#space = space;
    this.#seed = seed;
  }

  suggest(trials: readonly TrialRow[]): TrialParams {
    return drawRandom(this.#space, randomOf(this.#seed, nextNumber(trials)));
  }
}
