import { normalBelow, normalDensity } from './normal-distribution.ts';

/**
 * The logarithm of how much a normal variable is expected to lie below a bound. Far above the bound it still tells near from
 * far, where the expectation itself would be 0.
 *
 * Source: Ament et al., "Unexpected improvements to expected improvement for Bayesian optimization", NeurIPS 2023, section 4.1;
 * there the tail by its asymptotic series.
 *
 * @param deviation > 0
 */
export function logExpectedImprovement(mean: number, deviation: number, bound: number): number {
  const z = (bound - mean) / deviation;
  if (z > -6) return Math.log(deviation * (normalDensity(z) + z * normalBelow(z)));
  const square = 1 / (z * z);
  return (
    Math.log(deviation) -
    0.5 * z * z -
    0.5 * Math.log(2 * Math.PI) +
    Math.log(square * (1 - 3 * square + 15 * square * square))
  );
}
