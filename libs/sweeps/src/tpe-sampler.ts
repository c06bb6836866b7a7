import { type TrialParams } from '@bestiary/contracts/sweep';
import { type Random } from '@bestiary/metrics/random';
import { drawRandom } from './draw.ts';
import { type Goal } from './loss.ts';
import { ParzenEstimator } from './parzen-estimator.ts';
import { type Sampler } from './sampler.ts';
import { type Scale } from './scale.ts';
import { type SearchSpace } from './search-space.ts';
import { randomOf } from './seed.ts';
import { SobolSampler } from './sobol-sampler.ts';
import { splitTrials } from './tpe-split.ts';
import { byNumber, nextNumber, type TrialRow } from './trial-row.ts';

export interface TpeOptions {
  /** trials that are chosen by a Sobol sequence first */
  readonly startupTrials: number;
  /** points that are drawn among the good and compared */
  readonly candidates: number;
}

/** So often a whole point is drawn before one that the constraints allow is taken from chance alone. */
const TRIES = 30;
/** So many of the latest trials count fully. */
const FULL_WEIGHT = 25;

/** Parameters that exist together, and so are drawn together. */
interface Group {
  readonly indices: readonly number[];
  readonly scales: readonly Scale[];
}

interface Model {
  readonly good: ParzenEstimator;
  readonly poor: ParzenEstimator;
}

/**
 * Tree-structured Parzen estimator: points are drawn where good trials are dense, and that one is taken which is densest among
 * the good compared with the poor. Parameters under one condition form a group with densities of its own, over the trials
 * that had it; within a group they are drawn together.
 *
 * Source: see {@link ParzenEstimator}; trials under way count as poor (a constant liar). The constants are those of Optuna's
 * TPESampler.
 */
export class TpeSampler implements Sampler {
  readonly #space: SearchSpace;
  readonly #goals: readonly Goal[];
  readonly #seed: number;
  readonly #options: TpeOptions;
  readonly #startup: SobolSampler;
  readonly #groups: readonly Group[];

  constructor(space: SearchSpace, goals: readonly Goal[], seed: number, options: TpeOptions) {
    this.#space = space;
    this.#goals = goals;
    this.#seed = seed;
    this.#options = options;
    this.#startup = new SobolSampler(space, seed);
    this.#groups = groupsOf(space);
  }

  suggest(trials: readonly TrialRow[]): TrialParams {
    const points = new Map<TrialRow, Float64Array>();
    for (const trial of byNumber(trials)) {
      const point = this.#space.pointOf(trial.params);
      if (point !== undefined) points.set(trial, point);
    }
    const { good, poor, told } = splitTrials([...points.keys()], this.#goals);
    if (told < this.#options.startupTrials) return this.#startup.suggest(trials);
    const density = (group: Group, of: readonly TrialRow[]) =>
      estimator(
        group,
        of.map((trial) => points.get(trial)!),
      );
    const models = this.#groups.map((group) => ({ good: density(group, good), poor: density(group, poor) }));
    const random = randomOf(this.#seed, nextNumber(trials));
    for (let i = 0; i < TRIES; i++) {
      const params = this.#draw(models, random);
      if (this.#space.allows(params)) return params;
    }
    return drawRandom(this.#space, random);
  }

  /** One group after the other, parents first: which groups there are depends on what was chosen before. */
  #draw(models: readonly Model[], random: Random): TrialParams {
    const chosen = new Map<number, number>();
    return this.#space.paramsAt((index) => {
      if (!chosen.has(index)) {
        const place = this.#groups.findIndex(({ indices }) => indices.includes(index));
        const best = this.#best(models[place]!, random);
        this.#groups[place]!.indices.forEach((i, k) => chosen.set(i, best[k]!));
      }
      return chosen.get(index)!;
    });
  }

  #best({ good, poor }: Model, random: Random): Float64Array {
    let best = good.sample(random);
    let most = good.logDensity(best) - poor.logDensity(best);
    for (let i = 1; i < this.#options.candidates; i++) {
      const point = good.sample(random);
      const gain = good.logDensity(point) - poor.logDensity(point);
      if (gain > most) [best, most] = [point, gain];
    }
    return best;
  }
}

function groupsOf({ parameters }: SearchSpace): Group[] {
  const groups = new Map<string, number[]>();
  parameters.forEach(({ when }, i) => {
    const key = JSON.stringify([...when].sort(([a], [b]) => (a < b ? -1 : 1)));
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  return [...groups.values()].map((indices) => ({
    indices,
    scales: indices.map((i) => parameters[i]!.scale),
  }));
}

/** The density of the points in which the group exists. */
function estimator({ indices, scales }: Group, points: readonly Float64Array[]): ParzenEstimator {
  const seen = points.filter((point) => !Number.isNaN(point[indices[0]!]!));
  return new ParzenEstimator(
    scales,
    seen.map((point) => indices.map((i) => point[i]!)),
    weightsOf(seen.length),
  );
}

/** Older trials count less: their weights rise in a line from 1 / n to 1. */
function weightsOf(count: number): Float64Array {
  const old = count - FULL_WEIGHT;
  return Float64Array.from({ length: count }, (_, i) => {
    if (i >= old) return 1;
    return old === 1 ? 1 / count : 1 / count + (i / (old - 1)) * (1 - 1 / count);
  });
}
