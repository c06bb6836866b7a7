const LOG_2_PI = Math.log(2 * Math.PI);

/**
 * The probability of `hits` in `of` independent trials, each with probability `p`.
 *
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000): deviances and Stirling's error instead
 * of logarithms of factorials, so that the relative error stays near 1e-15 for any number of trials.
 *
 * @param hits a whole number; outside 0..of the probability is 0
 * @param of a whole number ≥ 0
 * @param p 0..1
 */
export function binomialProbability(hits: number, of: number, p: number): number {
  return Math.exp(logBinomialProbability(hits, of, p));
}

/** The logarithm of {@link binomialProbability}; `-Infinity` where that is 0. */
export function logBinomialProbability(hits: number, of: number, p: number): number {
  if (hits < 0 || hits > of) return -Infinity;
  if (p === 0) return hits === 0 ? 0 : -Infinity;
  if (p === 1) return hits === of ? 0 : -Infinity;
  if (hits === 0) return of * Math.log1p(-p);
  if (hits === of) return of * Math.log(p);
  const misses = of - hits;
  return (
    stirlingError(of) -
    stirlingError(hits) -
    stirlingError(misses) -
    deviance(hits, of * p) -
    deviance(misses, of * (1 - p)) -
    0.5 * (LOG_2_PI + Math.log(hits) + Math.log1p(-hits / of))
  );
}

/** The probability of at most `hits`. */
export function binomialAtMost(hits: number, of: number, p: number): number {
  if (hits < 0) return 0;
  if (hits >= of) return 1;
  return hits <= of * p ? lowerTail(hits, of, p) : 1 - lowerTail(of - hits - 1, of, 1 - p);
}

/** The probability of at least `hits`. */
export function binomialAtLeast(hits: number, of: number, p: number): number {
  return binomialAtMost(of - hits, of, 1 - p);
}

/** Summed from `hits` downwards, where terms shrink by at least a constant ratio: `hits` ≤ of · p. */
function lowerTail(hits: number, of: number, p: number): number {
  const first = binomialProbability(hits, of, p);
  let term = 1;
  let sum = 1;
  for (let k = hits; k > 0 && term > sum * 1e-17; k--) {
    term *= (k / (of - k + 1)) * ((1 - p) / p);
    sum += term;
  }
  return first * sum;
}

/** log(n!) less Stirling's log(√(2πn) (n/e)^n), n ≥ 1. */
function stirlingError(n: number): number {
  if (n <= 15) {
    let factorial = 1;
    for (let i = 2; i <= n; i++) factorial *= i;
    return Math.log(factorial) - 0.5 * (LOG_2_PI + Math.log(n)) - n * Math.log(n) + n;
  }
  const n2 = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / n2) / n2) / n2) / n2) / n;
}

/** x log(x / mean) + mean − x, without cancellation where the two are near each other. */
function deviance(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - difference;
  const v = difference / (x + mean);
  let sum = difference * v;
  let power = 2 * x * v;
  for (let j = 1; ; j++) {
    power *= v * v;
    const next = sum + power / (2 * j + 1);
    if (next === sum) return sum;
    sum = next;
  }
}
