import { cholesky, solveLower } from './cholesky.ts';

/** Variances may become so small; below that the search stands still anyway. */
const LEAST_VARIANCE = 1e-14;

/**
 * Covariance matrix adaptation: a normal distribution that moves to where its better points lie and takes their shape.
 *
 * Source: N. Hansen, "The CMA evolution strategy: a tutorial", arXiv:1604.00772, figure 6 and table 1, with positive weights.
 * Steps are whitened by the Cholesky factor of the covariance instead of its root: Krause, Arbonès and Igel, "CMA-ES with
 * optimal covariance update and storage complexity", NIPS 2016.
 */
export class CmaEs {
  readonly dimensions: number;
  /** how many points make a generation */
  readonly population: number;
  #mean: Float64Array;
  #sigma: number;
  #generation = 0;
  readonly #covariance: Float64Array;
  #factor: Float64Array;
  readonly #stepPath: Float64Array;
  readonly #shapePath: Float64Array;
  readonly #weights: Float64Array;
  readonly #effective: number;

  /** @param sigma standard deviation of the first generation, in every dimension */
  constructor(mean: Float64Array, sigma: number) {
    const n = mean.length;
    this.dimensions = n;
    this.population = 4 + Math.floor(3 * Math.log(n));
    this.#mean = mean.slice();
    this.#sigma = sigma;
    this.#covariance = identity(n);
    this.#factor = identity(n);
    this.#stepPath = new Float64Array(n);
    this.#shapePath = new Float64Array(n);
    const parents = Math.floor(this.population / 2);
    const raw = Float64Array.from(
      { length: parents },
      (_, i) => Math.log((this.population + 1) / 2) - Math.log(i + 1),
    );
    const sum = raw.reduce((a, b) => a + b);
    this.#weights = raw.map((weight) => weight / sum);
    this.#effective = 1 / this.#weights.reduce((a, weight) => a + weight * weight, 0);
  }

  /** the middle of the distribution */
  get mean(): Float64Array {
    return this.#mean.slice();
  }

  /** The point of the distribution that belongs to a draw from the standard normal one. */
  pointAt(normal: ArrayLike<number>): Float64Array {
    const n = this.dimensions;
    return this.#mean.map((mean, i) => {
      let sum = 0;
      for (let j = 0; j <= i; j++) sum += this.#factor[i * n + j]! * normal[j]!;
      return mean + this.#sigma * sum;
    });
  }

  /** Takes a generation into account. @param ranked `[population][dimensions]`, the best first */
  update(ranked: readonly ArrayLike<number>[]): void {
    const n = this.dimensions;
    const effective = this.#effective;
    this.#generation += 1;
    const stepRate = (effective + 2) / (n + effective + 5);
    const damping = 1 + 2 * Math.max(0, Math.sqrt((effective - 1) / (n + 1)) - 1) + stepRate;
    const shapeRate = (4 + effective / n) / (n + 4 + (2 * effective) / n);
    const rankOne = 2 / ((n + 1.3) ** 2 + effective);
    const rankMany = Math.min(
      1 - rankOne,
      (2 * (effective - 2 + 1 / effective)) / ((n + 2) ** 2 + effective),
    );
    const expected = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));

    const steps = Array.from(this.#weights, (_, k) => this.#stepTo(ranked[k]!));
    const step = new Float64Array(n);
    steps.forEach((y, k) => y.forEach((value, i) => (step[i]! += this.#weights[k]! * value)));
    this.#mean = this.#mean.map((mean, i) => mean + this.#sigma * step[i]!);

    const white = solveLower(this.#factor, n, step);
    let length = 0;
    for (let i = 0; i < n; i++) {
      this.#stepPath[i] =
        (1 - stepRate) * this.#stepPath[i]! + Math.sqrt(stepRate * (2 - stepRate) * effective) * white[i]!;
      length += this.#stepPath[i]! ** 2;
    }
    length = Math.sqrt(length);
    const unbiased = length / Math.sqrt(1 - (1 - stepRate) ** (2 * this.#generation));
    const moving = unbiased < (1.4 + 2 / (n + 1)) * expected ? 1 : 0;
    for (let i = 0; i < n; i++)
      this.#shapePath[i] =
        (1 - shapeRate) * this.#shapePath[i]! +
        moving * Math.sqrt(shapeRate * (2 - shapeRate) * effective) * step[i]!;

    const kept = 1 - rankOne - rankMany + (1 - moving) * rankOne * shapeRate * (2 - shapeRate);
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) {
        let shape = 0;
        steps.forEach((y, k) => (shape += this.#weights[k]! * y[i]! * y[j]!));
        const value =
          kept * this.#covariance[i * n + j]! +
          rankOne * this.#shapePath[i]! * this.#shapePath[j]! +
          rankMany * shape;
        this.#covariance[i * n + j] = value;
        this.#covariance[j * n + i] = value;
      }
    this.#sigma = Math.min(1, this.#sigma * Math.exp((stepRate / damping) * (length / expected - 1)));
    this.#refactor();
  }

  /**
   * From the mean to a point, in units of sigma. One that did not come from this distribution is drawn nearer where it is
   * farther than any of its own is likely to be: N. Hansen, "Injecting external solutions into CMA-ES", arXiv:1110.4181.
   */
  #stepTo(point: ArrayLike<number>): Float64Array {
    const n = this.dimensions;
    const step = this.#mean.map((mean, i) => (point[i]! - mean) / this.#sigma);
    const distance = Math.hypot(...solveLower(this.#factor, n, step));
    const most = Math.sqrt(n) + (2 * n) / (n + 2);
    return distance > most ? step.map((value) => (value * most) / distance) : step;
  }

  #refactor(): void {
    const n = this.dimensions;
    for (let i = 0; i < n; i++)
      this.#covariance[i * n + i] = Math.max(LEAST_VARIANCE, this.#covariance[i * n + i]!);
    const factor = cholesky(this.#covariance, n);
    if (factor === undefined) {
      // rounding has eaten a direction: begin anew with the shape, not with the place
      this.#covariance.set(identity(n));
      this.#factor = identity(n);
    } else {
      this.#factor = factor;
    }
  }
}

function identity(n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  return matrix;
}
