import { cholesky, inverseOf, solveLower, solveUpper } from './cholesky.ts';
import { minimise, type ValueAndGradient } from './minimise.ts';
import { type Scale } from './scale.ts';

const SQRT_5 = Math.sqrt(5);
/** The prior of a length scale: its logarithm is normal, around √2 + log(dimensions) / 2. */
const LENGTH_DEVIATION = Math.sqrt(3);
/** The prior of the noise's variance, of outcomes with variance 1: its logarithm is normal. */
const NOISE_MEAN = -9;
const NOISE_DEVIATION = 2;
const LEAST_NOISE = 1e-8;
const FIT_ITERATIONS = 40;

export interface Predicted {
  readonly mean: number;
  /** standard deviation of what the noise would be added to */
  readonly deviation: number;
}

/**
 * Smooth functions that go through outcomes, up to noise: a Gaussian process with a Matérn 5/2 kernel and a length scale for
 * each parameter, fitted by the maximum of the marginal likelihood times the priors.
 *
 * Source: Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), algorithm 2.1 and section 5.4.1; the priors
 * are those of Hvarfner, Hellsten and Nardi, "Vanilla Bayesian optimization performs great in high dimensions", ICML 2024.
 * Values without an order are at a distance of 1 from each other, and so is a parameter that only one of two points has.
 */
export class GaussianProcess {
  readonly #sets: readonly boolean[];
  readonly #points: readonly Float64Array[];
  readonly #weights: Float64Array;
  readonly #outcomes: Float64Array;
  readonly #noise: number;
  readonly #factor: Float64Array;
  readonly #alpha: Float64Array;

  /** @param outcomes `[n]`, of the points */
  private constructor(
    sets: readonly boolean[],
    points: readonly Float64Array[],
    outcomes: Float64Array,
    weights: Float64Array,
    noise: number,
  ) {
    const n = points.length;
    const squares = sets.map((set, d) => squaredDistances(points, d, set));
    const { kernel } = kernelOf(weights, squares, n);
    let factor: Float64Array | undefined;
    for (; factor === undefined; noise *= 10) {
      const noisy = kernel.slice();
      for (let i = 0; i < n; i++) noisy[i * n + i]! += noise;
      factor = cholesky(noisy, n);
    }
    this.#sets = sets;
    this.#points = points;
    this.#weights = weights;
    this.#noise = noise;
    this.#factor = factor;
    this.#alpha = solveUpper(factor, n, solveLower(factor, n, outcomes));
    this.#outcomes = outcomes;
  }

  /**
   * @param scales of the parameters
   * @param points `[n][parameters]` coordinates, n ≥ 1; `NaN` where a parameter is not active
   * @param outcomes `[n]`, of mean 0 and variance 1
   */
  static fit(
    scales: readonly Scale[],
    points: readonly Float64Array[],
    outcomes: Float64Array,
  ): GaussianProcess {
    const sets = scales.map(({ kind }) => kind === 'set');
    const squares = sets.map((set, d) => squaredDistances(points, d, set));
    const lengthMean = Math.SQRT2 + 0.5 * Math.log(sets.length);
    const start = new Float64Array(sets.length + 1);
    start[sets.length] = NOISE_MEAN;
    const fitted = minimise(
      (x) => negativeLogPosterior(x, squares, outcomes, lengthMean),
      start,
      FIT_ITERATIONS,
    );
    const weights = fitted.slice(0, sets.length).map((log) => Math.exp(-2 * log));
    return new GaussianProcess(sets, points, outcomes, weights, LEAST_NOISE + Math.exp(fitted[sets.length]!));
  }

  /** The same process, had these points given exactly what it expects of them: surer near them, nowhere else changed. */
  believing(points: readonly Float64Array[]): GaussianProcess {
    const outcomes = [...this.#outcomes, ...points.map((point) => this.predict(point).mean)];
    return new GaussianProcess(
      this.#sets,
      [...this.#points, ...points],
      Float64Array.from(outcomes),
      this.#weights,
      this.#noise,
    );
  }

  predict(point: ArrayLike<number>): Predicted {
    const n = this.#points.length;
    const k = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const other = this.#points[i]!;
      let square = 0;
      for (let d = 0; d < this.#sets.length; d++)
        square += this.#weights[d]! * squaredDistance(point[d]!, other[d]!, this.#sets[d]!);
      k[i] = matern(Math.sqrt(square));
    }
    const v = solveLower(this.#factor, n, k);
    let mean = 0;
    let explained = 0;
    for (let i = 0; i < n; i++) {
      mean += k[i]! * this.#alpha[i]!;
      explained += v[i]! * v[i]!;
    }
    return { mean, deviation: Math.sqrt(Math.max(0, 1 - explained)) };
  }
}

function squaredDistance(a: number, b: number, set: boolean): number {
  const aside = Number.isNaN(a);
  if (aside || Number.isNaN(b)) return aside && Number.isNaN(b) ? 0 : 1;
  return set ? (a === b ? 0 : 1) : (a - b) ** 2;
}

function squaredDistances(points: readonly Float64Array[], d: number, set: boolean): Float64Array {
  const n = points.length;
  const squares = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      squares[i * n + j] = squaredDistance(points[i]![d]!, points[j]![d]!, set);
      squares[j * n + i] = squares[i * n + j]!;
    }
  return squares;
}

function matern(r: number): number {
  return (1 + SQRT_5 * r + (5 / 3) * r * r) * Math.exp(-SQRT_5 * r);
}

/** @returns the kernel, and its slope by a half of the squared distance, each `[n, n]` */
function kernelOf(
  weights: Float64Array,
  squares: readonly Float64Array[],
  n: number,
): { kernel: Float64Array; slope: Float64Array } {
  const kernel = new Float64Array(n * n);
  const slope = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let square = 0;
      for (let d = 0; d < squares.length; d++) square += weights[d]! * squares[d]![i * n + j]!;
      const r = Math.sqrt(square);
      kernel[i * n + j] = matern(r);
      slope[i * n + j] = -(5 / 3) * (1 + SQRT_5 * r) * Math.exp(-SQRT_5 * r);
      kernel[j * n + i] = kernel[i * n + j]!;
      slope[j * n + i] = slope[i * n + j]!;
    }
  return { kernel, slope };
}

/** Of the logarithms of the length scales and, last, of the noise's variance. */
function negativeLogPosterior(
  x: Float64Array,
  squares: readonly Float64Array[],
  outcomes: Float64Array,
  lengthMean: number,
): ValueAndGradient {
  const n = outcomes.length;
  const dimensions = squares.length;
  const weights = x.subarray(0, dimensions).map((log) => Math.exp(-2 * log));
  const noise = Math.exp(x[dimensions]!);
  const gradient = new Float64Array(dimensions + 1);
  const { kernel, slope } = kernelOf(weights, squares, n);
  for (let i = 0; i < n; i++) kernel[i * n + i]! += LEAST_NOISE + noise;
  const factor = cholesky(kernel, n);
  if (factor === undefined || !Number.isFinite(noise)) return { value: Infinity, gradient };
  const alpha = solveUpper(factor, n, solveLower(factor, n, outcomes));
  let value = 0;
  for (let i = 0; i < n; i++) value += 0.5 * outcomes[i]! * alpha[i]! + Math.log(factor[i * n + i]!);

  // by a kernel's entry the value changes by half of K⁻¹ − α αᵀ; by a logarithmic length scale the entry by −2 w d² / 2 · slope
  const inverse = inverseOf(factor, n);
  for (let i = 0; i < n; i++) {
    gradient[dimensions]! += 0.5 * noise * (inverse[i * n + i]! - alpha[i]! * alpha[i]!);
    for (let j = 0; j < i; j++) {
      const at = i * n + j;
      const pull = (inverse[at]! - alpha[i]! * alpha[j]!) * slope[at]!;
      for (let d = 0; d < dimensions; d++) gradient[d]! -= pull * weights[d]! * squares[d]![at]!;
    }
  }
  for (let d = 0; d < dimensions; d++) {
    const off = (x[d]! - lengthMean) / LENGTH_DEVIATION;
    value += 0.5 * off * off;
    gradient[d]! += off / LENGTH_DEVIATION;
  }
  const off = (x[dimensions]! - NOISE_MEAN) / NOISE_DEVIATION;
  value += 0.5 * off * off;
  gradient[dimensions]! += off / NOISE_DEVIATION;
  return { value, gradient };
}
