import { type SweepConfig, type TrialParams } from '@bestiary/contracts/sweep';
import { type Sampler } from './sampler.ts';
import { completePoint } from './complete-point.ts';
import { newSampler } from './new-sampler.ts';
import { SearchSpace } from './search-space.ts';
import { randomOf } from './seed.ts';
import { nextNumber, type TrialRow } from './trial-row.ts';

/** Chooses a sweep's points one after the other: the user's own first, then those of its sampler. */
export class PointSource implements Sampler {
  readonly space: SearchSpace;
  readonly #config: SweepConfig;
  readonly #sampler: Sampler;

  /** @throws BestiaryError `invalid_input` where {@link checkSweep} would find an issue */
  constructor(config: SweepConfig) {
    this.#config = config;
    this.space = new SearchSpace(config.space, config.constraints);
    this.#sampler = newSampler(
      config.sampler,
      this.space,
      config.objective.map(({ goal }) => goal),
      config.seed,
    );
  }

  suggest(trials: readonly TrialRow[]): TrialParams | undefined {
    const number = nextNumber(trials);
    const own = this.#config.enqueue[number];
    return own === undefined
      ? this.#sampler.suggest(trials)
      : completePoint(this.space, own, randomOf(this.#config.seed, number));
  }
}
