const SQRT_2_PI = Math.sqrt(2 * Math.PI);

/** The density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / SQRT_2_PI;
}

const ABOVE = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
];
const BELOW = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
  637.333633378831, 793.826512519948, 440.413735824752,
];

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = 0; i < coefficients.length; i++) sum = sum * x + coefficients[i]!;
  return sum;
}

/**
 * The probability that a standard normal variable is at most x, to about 1e-15, and to 1e-8 of itself far below 0.
 *
 * Source: G. West, "Better approximations to cumulative normal functions", Wilmott (May 2005), after J. F. Hart, Computer
 * Approximations (1968), algorithm 5666.
 */
export function normalBelow(x: number): number {
  const far = Math.abs(x);
  if (far > 37) return x > 0 ? 1 : 0;
  const exponential = Math.exp((-far * far) / 2);
  const tail =
    far < 7.07106781186547
      ? (exponential * polynomial(ABOVE, far)) / polynomial(BELOW, far)
      : exponential / (far + 1 / (far + 2 / (far + 3 / (far + 4 / (far + 0.65))))) / SQRT_2_PI;
  return x > 0 ? 1 - tail : tail;
}

const A = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
];
const B = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
  1,
];
const C = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const D = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1];
const TAIL = 0.02425;

/**
 * The x below which a standard normal variable lies with probability p, to 1.2e-9 of itself: P. J. Acklam's rational
 * approximation (2003).
 *
 * @param p 0 < p < 1
 */
export function normalQuantile(p: number): number {
  if (p > 1 - TAIL) return -normalQuantile(1 - p);
  if (p < TAIL) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(C, q) / polynomial(D, q);
  }
  const q = p - 0.5;
  return (q * polynomial(A, q * q)) / polynomial(B, q * q);
}
