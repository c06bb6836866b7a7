import { type Random } from '@bestiary/metrics/random';
import { normalBelow, normalQuantile } from './normal-distribution.ts';
import { type Scale } from './scale.ts';

/** What is left of a probability that underflows. */
const TINY = 1e-300;
const HALF_LOG_2_PI = 0.5 * Math.log(2 * Math.PI);

/** One parameter's share of every kernel. */
interface Axis {
  /** draws a coordinate from a kernel */
  sample(kernel: number, random: Random): number;
  /** adds each kernel's log density (of a finite scale: log probability) at a coordinate to `sums` */
  addLogDensity(unit: number, sums: Float64Array): void;
}

/**
 * A density over points of the unit cube: a mixture of one kernel a seen point and a wide one in the middle, the prior. A
 * kernel is a product over the parameters, of normal distributions cut off at 0 and 1 where values have an order, summed
 * over each value's cell where there are finitely many, and of a raised probability of the same value where they have none.
 *
 * Source: Bergstra et al., "Algorithms for hyper-parameter optimization", NIPS 2011, section 4; as a product, Falkner, Klein
 * and Hutter, "BOHB", ICML 2018; the widths are those of Watanabe, "Tree-structured Parzen estimator", arXiv:2304.11127,
 * section 3.3: the distance to the farther neighbour, between 1 / min(100, n + 2) and 1.
 */
export class ParzenEstimator {
  readonly #axes: readonly Axis[];
  readonly #logWeights: Float64Array;
  readonly #cumulative: Float64Array;

  /**
   * @param scales of the parameters
   * @param points `[n][parameters]` coordinates
   * @param weights `[n]`; the prior's is 1
   */
  constructor(scales: readonly Scale[], points: readonly ArrayLike<number>[], weights: ArrayLike<number>) {
    const kernels = points.length + 1;
    this.#axes = scales.map((scale, i) => {
      const units = Float64Array.from(points, (point) => point[i]!);
      return scale.kind === 'set' ? new SetAxis(scale, units) : new LineAxis(scale, units);
    });
    const all = Float64Array.from({ length: kernels }, (_, k) => (k < points.length ? weights[k]! : 1));
    let sum = 0;
    this.#cumulative = all.map((weight) => (sum += weight));
    this.#logWeights = all.map((weight) => Math.log(weight / sum));
  }

  sample(random: Random): Float64Array {
    const at = random.uniform() * this.#cumulative.at(-1)!;
    let kernel = 0;
    while (this.#cumulative[kernel]! < at) kernel += 1;
    return Float64Array.from(this.#axes, (axis) => axis.sample(kernel, random));
  }

  logDensity(point: ArrayLike<number>): number {
    const sums = this.#logWeights.slice();
    this.#axes.forEach((axis, i) => axis.addLogDensity(point[i]!, sums));
    let most = -Infinity;
    for (const sum of sums) if (sum > most) most = sum;
    let total = 0;
    for (const sum of sums) total += Math.exp(sum - most);
    return most + Math.log(total);
  }
}

class SetAxis implements Axis {
  readonly #scale: Scale;
  readonly #places: Int32Array;
  readonly #same: number;
  readonly #other: number;

  constructor(scale: Scale, units: Float64Array) {
    this.#scale = scale;
    this.#places = Int32Array.from(units, (unit) => scale.placeOf(unit));
    const share = 1 / (units.length + 1);
    this.#same = (1 + share) / (1 + scale.count * share);
    this.#other = share / (1 + scale.count * share);
  }

  sample(kernel: number, random: Random): number {
    const { count } = this.#scale;
    const seen = this.#places[kernel];
    const keep = seen !== undefined && random.uniform() < this.#same - this.#other;
    return this.#scale.middle(keep ? seen : random.below(count));
  }

  addLogDensity(unit: number, sums: Float64Array): void {
    const place = this.#scale.placeOf(unit);
    const same = Math.log(this.#same);
    const other = Math.log(this.#other);
    const places = this.#places;
    for (let k = 0; k < places.length; k++) sums[k]! += places[k] === place ? same : other;
    sums[places.length]! -= Math.log(this.#scale.count);
  }
}

class LineAxis implements Axis {
  readonly #scale: Scale;
  readonly #means: Float64Array;
  readonly #widths: Float64Array;
  /** of what a kernel's normal distribution has between 0 and 1 */
  readonly #logMass: Float64Array;

  constructor(scale: Scale, units: Float64Array) {
    this.#scale = scale;
    this.#means = Float64Array.from([...units, 0.5]);
    this.#widths = Float64Array.from([...widthsOf(units), 1]);
    this.#logMass = this.#means.map((mean, k) => {
      const width = this.#widths[k]!;
      return Math.log(between(-mean / width, (1 - mean) / width));
    });
  }

  sample(kernel: number, random: Random): number {
    const mean = this.#means[kernel]!;
    const width = this.#widths[kernel]!;
    const low = normalBelow(-mean / width);
    const high = normalBelow((1 - mean) / width);
    const p = low + random.uniform() * (high - low);
    const unit = Math.min(
      1,
      Math.max(0, mean + width * normalQuantile(Math.min(1 - 1e-16, Math.max(TINY, p)))),
    );
    return this.#scale.count === Infinity ? unit : this.#scale.middle(this.#scale.placeOf(unit));
  }

  addLogDensity(unit: number, sums: Float64Array): void {
    const means = this.#means;
    const widths = this.#widths;
    const logMass = this.#logMass;
    if (this.#scale.count === Infinity) {
      for (let k = 0; k < means.length; k++) {
        const z = (unit - means[k]!) / widths[k]!;
        sums[k]! -= 0.5 * z * z + Math.log(widths[k]!) + HALF_LOG_2_PI + logMass[k]!;
      }
      return;
    }
    const place = this.#scale.placeOf(unit);
    const low = this.#scale.edge(place);
    const high = this.#scale.edge(place + 1);
    for (let k = 0; k < means.length; k++) {
      const mass = between((low - means[k]!) / widths[k]!, (high - means[k]!) / widths[k]!);
      sums[k]! += Math.log(Math.max(TINY, mass)) - logMass[k]!;
    }
  }
}

/** The probability that a standard normal variable lies between a and b, a < b, also where both are far from 0. */
function between(a: number, b: number): number {
  return a > 0 ? normalBelow(-a) - normalBelow(-b) : normalBelow(b) - normalBelow(a);
}

/** Each point's distance to the farther of its neighbours; that of the first and last is to their only one, if there is one. */
function widthsOf(units: Float64Array): Float64Array {
  const count = units.length;
  const order = Array.from(units.keys()).sort((a, b) => units[a]! - units[b]! || a - b);
  const least = 1 / Math.min(100, count + 2);
  const widths = new Float64Array(count);
  order.forEach((k, i) => {
    const at = units[k]!;
    const below = i > 0 ? at - units[order[i - 1]!]! : count > 1 ? 0 : at;
    const above = i < count - 1 ? units[order[i + 1]!]! - at : count > 1 ? 0 : 1 - at;
    widths[k] = Math.min(1, Math.max(least, below, above));
  });
  return widths;
}
