import { type TrialParams } from '@bestiary/contracts/sweep';
import { type Random } from '@bestiary/metrics/random';
import { CmaEs } from './cma-es.ts';
import { drawRandom } from './draw.ts';
import { type Goal } from './loss.ts';
import { normalQuantile } from './normal-distribution.ts';
import { hasTold, rankTrials } from './ranking.ts';
import { type Sampler } from './sampler.ts';
import { type SearchSpace } from './search-space.ts';
import { randomOf } from './seed.ts';
import { byNumber, nextNumber, type TrialRow } from './trial-row.ts';

/** Of the first generation: a sixth of each scale, around its middle. */
const FIRST_SIGMA = 1 / 6;
/** So often a point outside the space is drawn again before its coordinates are moved to the edge. */
const TRIES = 100;

/** The others' values are those of one of the best quarter of trials, but so often chance's. */
const CHANCE = 0.25;

/**
 * {@link CmaEs} on the parameters whose values have an order; the others have the values of one of the best trials, or now and
 * then any. Its state is computed
 * from the trials each time: those that have told something, by their numbers, are its generations. So it does not matter
 * which trials were under way when a point was drawn, nor where a point came from.
 */
export class CmaEsSampler implements Sampler {
  readonly #space: SearchSpace;
  readonly #goal: Goal;
  readonly #seed: number;
  readonly #startupTrials: number;
  /** places of the parameters on lines */
  readonly #lines: readonly number[];

  /** @param startupTrials how many are random at first */
  constructor(space: SearchSpace, goal: Goal, seed: number, startupTrials: number) {
    this.#space = space;
    this.#goal = goal;
    this.#seed = seed;
    this.#startupTrials = startupTrials;
    this.#lines = [...space.parameters.keys()].filter((i) => {
      const { kind, count } = space.parameters[i]!.scale;
      return kind === 'line' && count > 1;
    });
  }

  suggest(trials: readonly TrialRow[]): TrialParams {
    const random = randomOf(this.#seed, nextNumber(trials));
    const told = byNumber(trials).filter(
      (trial) => hasTold(trial, [this.#goal]) && this.#space.pointOf(trial.params) !== undefined,
    );
    if (told.length < this.#startupTrials || this.#lines.length === 0) return drawRandom(this.#space, random);
    const state = this.#replay(told);
    const best = rankTrials(told, this.#goal).slice(0, Math.ceil(told.length / 4));
    for (let i = 0; i < TRIES; i++) {
      const model = this.#space.pointOf(best[random.below(best.length)]!.params)!;
      const params = this.#draw(state, model, random);
      if (this.#space.allows(params)) return params;
    }
    return drawRandom(this.#space, random);
  }

  #replay(told: readonly TrialRow[]): CmaEs {
    const state = new CmaEs(new Float64Array(this.#lines.length).fill(0.5), FIRST_SIGMA);
    for (let i = 0; i + state.population <= told.length; i += state.population) {
      const { mean } = state;
      const ranked = rankTrials(told.slice(i, i + state.population), this.#goal);
      state.update(
        ranked.map(({ params }) => {
          const point = this.#space.pointOf(params)!;
          // where a parameter is not active it pulls nowhere
          return this.#lines.map((index, k) => (Number.isNaN(point[index]!) ? mean[k]! : point[index]!));
        }),
      );
    }
    return state;
  }

  #draw(state: CmaEs, model: Float64Array, random: Random): TrialParams {
    let point: Float64Array;
    let tries = 0;
    do {
      point = state.pointAt(this.#lines.map(() => normalQuantile(random.uniform())));
    } while (point.some((x) => x < 0 || x > 1) && ++tries < TRIES);
    const places = new Map(this.#lines.map((index, k) => [index, Math.min(1, Math.max(0, point[k]!))]));
    return this.#space.paramsAt((index) => {
      const kept = random.uniform() < CHANCE ? NaN : model[index]!;
      return places.get(index) ?? (Number.isNaN(kept) ? random.uniform() : kept);
    });
  }
}
