import { type TrialParams } from '@bestiary/contracts/sweep';
import { quantile } from '@bestiary/metrics/quantile';
import { type Random } from '@bestiary/metrics/random';
import { drawRandom } from './draw.ts';
import { logExpectedImprovement } from './expected-improvement.ts';
import { GaussianProcess } from './gaussian-process.ts';
import { type Goal, lossesOf, lossOf } from './loss.ts';
import { normalQuantile } from './normal-distribution.ts';
import { hasTold, rankTrials, toldNumber } from './ranking.ts';
import { type Sampler } from './sampler.ts';
import { type SearchSpace } from './search-space.ts';
import { randomOf } from './seed.ts';
import { SobolSampler } from './sobol-sampler.ts';
import { byNumber, isPending, nextNumber, type TrialRow } from './trial-row.ts';

/** A fit takes time with the cube of this: of more trials the best half and the latest are used. */
const MOST_TRIALS = 200;
const RANDOM_POINTS = 1_000;
/** points near the best seen ones, and how far from them */
const NEAR_POINTS = 200;
const NEAR = [0.2, 0.05, 0.01];
const CLIMBS = 5;
const CLIMB_STEPS = 300;
const LEAST_DEVIATION = 1e-9;

interface Candidate {
  readonly params: TrialParams;
  readonly point: Float64Array;
  readonly gain: number;
}

/**
 * Expected improvement under a {@link GaussianProcess}: Jones, Schonlau and Welch, "Efficient global optimization of expensive
 * black-box functions", J. Global Optim. 13 (1998). Trials under way count as if they gave what is expected of them. Those
 * whose value is no number count as the worst that was seen, pruned ones by their last report.
 */
export class GpSampler implements Sampler {
  readonly #space: SearchSpace;
  readonly #goal: Goal;
  readonly #seed: number;
  readonly #startupTrials: number;
  readonly #startup: SobolSampler;

  /** @param startupTrials how many are chosen by a Sobol sequence first */
  constructor(space: SearchSpace, goal: Goal, seed: number, startupTrials: number) {
    this.#space = space;
    this.#goal = goal;
    this.#seed = seed;
    this.#startupTrials = startupTrials;
    this.#startup = new SobolSampler(space, seed);
  }

  suggest(trials: readonly TrialRow[]): TrialParams {
    const points = new Map<TrialRow, Float64Array>();
    for (const trial of byNumber(trials)) {
      const point = this.#space.pointOf(trial.params);
      if (point !== undefined) points.set(trial, point);
    }
    const known = [...points.keys()];
    const told = known.filter((trial) => hasTold(trial, [this.#goal]));
    const ranked = rankTrials(told, this.#goal).filter((trial) => toldNumber(trial, [this.#goal]));
    if (told.length < this.#startupTrials || ranked.length < 2) return this.#startup.suggest(trials);

    const used = mostTelling(told, ranked);
    const seen = used.map((trial) => points.get(trial)!);
    const scales = this.#space.parameters.map(({ scale }) => scale);
    let process = GaussianProcess.fit(scales, seen, this.#outcomesOf(used));
    const pending = known.filter(isPending).map((trial) => points.get(trial)!);
    if (pending.length > 0) process = process.believing(pending);
    const random = randomOf(this.#seed, nextNumber(trials));
    const bound = Math.min(...seen.map((point) => process.predict(point).mean));
    const best = ranked.slice(0, CLIMBS).map((trial) => points.get(trial)!);
    const taken = new Set(known.map(({ params }) => this.#space.keyOf(params)));
    return this.#best(process, bound, best, taken, random);
  }

  /**
   * Losses of mean 0 and variance 1, what is no number put to the worst. Those worse than the median are drawn in
   * by a logarithm: how bad the bad ones are says little of where the good ones lie.
   */
  #outcomesOf(trials: readonly TrialRow[]): Float64Array {
    const losses = trials.map(
      (trial) => lossesOf(trial, [this.#goal])?.[0] ?? lossOf(trial.lastReport!.value, this.#goal),
    );
    const finite = losses.filter(Number.isFinite).sort((a, b) => a - b);
    const middle = quantile(finite, 0.5);
    const span = middle - finite[0]!;
    const drawn = losses.map((loss) => {
      const kept = Number.isFinite(loss) ? loss : finite.at(-1)!;
      return kept > middle && span > 0 ? middle + span * Math.log1p((kept - middle) / span) : kept;
    });
    const mean = drawn.reduce((a, b) => a + b, 0) / drawn.length;
    const deviation = Math.sqrt(drawn.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / drawn.length);
    return Float64Array.from(drawn, (loss) => (deviation > 0 ? (loss - mean) / deviation : 0));
  }

  /** The allowed point of most expected improvement: the best of many, each of the best few then climbing on. */
  #best(
    process: GaussianProcess,
    bound: number,
    best: readonly Float64Array[],
    taken: ReadonlySet<string>,
    random: Random,
  ): TrialParams {
    const isNew = ({ params }: Candidate) => !taken.has(this.#space.keyOf(params));
    const candidates: Candidate[] = [];
    const consider = (params: TrialParams): Candidate | undefined => {
      if (!this.#space.allows(params)) return undefined;
      const point = this.#space.pointOf(params)!;
      const { mean, deviation } = process.predict(point);
      return {
        params,
        point,
        gain: logExpectedImprovement(mean, Math.max(LEAST_DEVIATION, deviation), bound),
      };
    };
    const keep = (candidate: Candidate | undefined) => {
      if (candidate) candidates.push(candidate);
    };
    for (let i = 0; i < RANDOM_POINTS; i++) keep(consider(this.#space.paramsAt(() => random.uniform())));
    for (let i = 0; i < NEAR_POINTS; i++)
      keep(consider(this.#near(best[i % best.length]!, NEAR[i % NEAR.length]!, random)));
    candidates.sort((a, b) => b.gain - a.gain);

    const starts: Candidate[] = [];
    for (const candidate of candidates) {
      if (starts.length === CLIMBS) break;
      if (isNew(candidate)) starts.push(candidate);
    }
    let top = starts[0];
    for (let at of starts) {
      // a (1+1) evolution strategy: steps grow after success and shrink after failure, so that one in five succeeds
      let size = 0.1;
      for (let step = 0; step < CLIMB_STEPS; step++) {
        const next = consider(this.#near(at.point, size, random));
        if (next !== undefined && next.gain > at.gain && isNew(next)) {
          at = next;
          size = Math.min(0.3, size * 1.5);
        } else {
          size *= 1.5 ** -0.25;
        }
      }
      if (at.gain > top!.gain) top = at;
    }
    return top?.params ?? drawRandom(this.#space, random);
  }

  /** A point beside another: all lines moved a little, about one set chosen anew. */
  #near(point: Float64Array, size: number, random: Random): TrialParams {
    const sets = this.#space.parameters.filter(({ scale }) => scale.kind === 'set' && scale.count > 1).length;
    return this.#space.paramsAt((i) => {
      const at = point[i]!;
      if (Number.isNaN(at)) return random.uniform();
      const { kind, count } = this.#space.parameters[i]!.scale;
      if (kind === 'set') return random.uniform() < Math.min(0.5, 0.5 / sets) ? random.uniform() : at;
      const spread = Math.max(size, count === Infinity ? 0 : 0.5 / count);
      return Math.min(1, Math.max(0, at + spread * normalQuantile(random.uniform())));
    });
  }
}

/** @param told by their numbers @param ranked the best first */
function mostTelling(told: readonly TrialRow[], ranked: readonly TrialRow[]): readonly TrialRow[] {
  if (told.length <= MOST_TRIALS) return told;
  const chosen = new Set(ranked.slice(0, MOST_TRIALS / 2));
  for (let i = told.length - 1; chosen.size < MOST_TRIALS; i--) chosen.add(told[i]!);
  return told.filter((trial) => chosen.has(trial));
}
