import { cholesky, inverseOf, solveLower, solveUpper } from './cholesky.ts';
import { minimise, type ValueAndGradient } from './minimise.ts';
import { type Scale } from './scale.ts';

const SQRT_5 = Math.sqrt(5);
/** The prior of a weight, one by the square of a length scale: −log p = PULL · (w + 1 / w). */
const PULL = 0.1;
/** The priors of the kernel's variance and of the noise's, of outcomes with variance 1, are gamma distributions. */
const SCALE_SHAPE = 2;
const SCALE_RATE = 1;
const NOISE_SHAPE = 1.1;
const NOISE_RATE = 30;
const FIRST_NOISE = 0.01;
const LEAST_NOISE = 1e-8;
const FIT_ITERATIONS = 40;

export interface Predicted {
  readonly mean: number;
  /** standard deviation of what the noise would be added to */
  readonly deviation: number;
}

interface Kernel {
  /** `[parameters]`: one by the square of the length scale */
  readonly weights: Float64Array;
  /** variance of the function */
  readonly scale: number;
  /** variance of the noise */
  readonly noise: number;
}

/**
 * Smooth functions that go through outcomes, up to noise: a Gaussian process with a Matérn 5/2 kernel and a length scale for
 * each parameter, fitted by the maximum of the marginal likelihood times the priors.
 *
 * Source: Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), algorithm 2.1 and section 5.4.1; the priors
 * are those of Optuna's GPSampler (`optuna/_gp/prior.py`).
 * Values without an order are at a distance of 1 from each other, and so is a parameter that only one of two points has.
 */
export class GaussianProcess {
  readonly #sets: readonly boolean[];
  readonly #points: readonly Float64Array[];
  readonly #kernel: Kernel;
  readonly #outcomes: Float64Array;
  readonly #factor: Float64Array;
  readonly #alpha: Float64Array;

  /** @param outcomes `[n]`, of the points */
  private constructor(
    sets: readonly boolean[],
    points: readonly Float64Array[],
    outcomes: Float64Array,
    kernel: Kernel,
  ) {
    const n = points.length;
    const squares = sets.map((set, d) => squaredDistances(points, d, set));
    const entries = kernelOf(kernel.weights, squares, n).kernel;
    let factor: Float64Array | undefined;
    for (let { noise } = kernel; factor === undefined; noise *= 10) {
      const noisy = entries.map((k) => kernel.scale * k);
      for (let i = 0; i < n; i++) noisy[i * n + i]! += noise;
      factor = cholesky(noisy, n);
    }
    this.#sets = sets;
    this.#points = points;
    this.#kernel = kernel;
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
    const start = new Float64Array(sets.length + 2);
    start[sets.length + 1] = Math.log(FIRST_NOISE);
    const fitted = minimise((x) => negativeLogPosterior(x, squares, outcomes), start, FIT_ITERATIONS).map(
      Math.exp,
    );
    return new GaussianProcess(sets, points, outcomes, {
      weights: fitted.slice(0, sets.length),
      scale: fitted[sets.length]!,
      noise: LEAST_NOISE + fitted[sets.length + 1]!,
    });
  }

  /** The same process, had these points given exactly what it expects of them: surer near them, nowhere else changed. */
  believing(points: readonly Float64Array[]): GaussianProcess {
    const outcomes = [...this.#outcomes, ...points.map((point) => this.predict(point).mean)];
    return new GaussianProcess(
      this.#sets,
      [...this.#points, ...points],
      Float64Array.from(outcomes),
      this.#kernel,
    );
  }

  predict(point: ArrayLike<number>): Predicted {
    const { weights, scale } = this.#kernel;
    const n = this.#points.length;
    const k = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const other = this.#points[i]!;
      let square = 0;
      for (let d = 0; d < this.#sets.length; d++)
        square += weights[d]! * squaredDistance(point[d]!, other[d]!, this.#sets[d]!);
      k[i] = scale * matern(Math.sqrt(square));
    }
    const v = solveLower(this.#factor, n, k);
    let mean = 0;
    let explained = 0;
    for (let i = 0; i < n; i++) {
      mean += k[i]! * this.#alpha[i]!;
      explained += v[i]! * v[i]!;
    }
    return { mean, deviation: Math.sqrt(Math.max(0, scale - explained)) };
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

/** Of the logarithms of the weights, of the kernel's variance and of the noise's. */
function negativeLogPosterior(
  x: Float64Array,
  squares: readonly Float64Array[],
  outcomes: Float64Array,
): ValueAndGradient {
  const n = outcomes.length;
  const dimensions = squares.length;
  const weights = x.subarray(0, dimensions).map(Math.exp);
  const scale = Math.exp(x[dimensions]!);
  const noise = Math.exp(x[dimensions + 1]!);
  const gradient = new Float64Array(dimensions + 2);
  const { kernel, slope } = kernelOf(weights, squares, n);
  const noisy = kernel.map((k) => scale * k);
  for (let i = 0; i < n; i++) noisy[i * n + i]! += LEAST_NOISE + noise;
  const factor = Number.isFinite(noise) && Number.isFinite(scale) ? cholesky(noisy, n) : undefined;
  if (factor === undefined) return { value: Infinity, gradient };
  const alpha = solveUpper(factor, n, solveLower(factor, n, outcomes));
  let value = 0;
  for (let i = 0; i < n; i++) value += 0.5 * outcomes[i]! * alpha[i]! + Math.log(factor[i * n + i]!);

  // by an entry of the covariance the value changes by half of K⁻¹ − α αᵀ, and every entry beside the diagonal is there twice
  const inverse = inverseOf(factor, n);
  for (let i = 0; i < n; i++) {
    const own = 0.5 * (inverse[i * n + i]! - alpha[i]! * alpha[i]!);
    gradient[dimensions]! += own * scale;
    gradient[dimensions + 1]! += own * noise;
    for (let j = 0; j < i; j++) {
      const at = i * n + j;
      const pull = inverse[at]! - alpha[i]! * alpha[j]!;
      gradient[dimensions]! += pull * scale * kernel[at]!;
      const bend = 0.5 * pull * scale * slope[at]!;
      for (let d = 0; d < dimensions; d++) gradient[d]! += bend * weights[d]! * squares[d]![at]!;
    }
  }
  for (let d = 0; d < dimensions; d++) {
    value += PULL * (weights[d]! + 1 / weights[d]!);
    gradient[d]! += PULL * (weights[d]! - 1 / weights[d]!);
  }
  // gamma priors, of shape and rate
  value += SCALE_RATE * scale - (SCALE_SHAPE - 1) * x[dimensions]!;
  gradient[dimensions]! += SCALE_RATE * scale - (SCALE_SHAPE - 1);
  value += NOISE_RATE * noise - (NOISE_SHAPE - 1) * x[dimensions + 1]!;
  gradient[dimensions + 1]! += NOISE_RATE * noise - (NOISE_SHAPE - 1);
  return { value, gradient };
}
