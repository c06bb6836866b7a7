import { type Share } from '@bestiary/contracts/prediction';
import { binomialAtLeast, binomialProbability } from './binomial-distribution.ts';

/**
 * A share with its exact 95 % interval: C. Clopper and E. Pearson, "The use of confidence or fiducial limits illustrated
 * in the case of the binomial", Biometrika 26 (1934), 404-413. It covers the true share at least 95 times in 100, so it is
 * wider than Wilson's.
 *
 * @param hits 0 ≤ hits ≤ of
 * @returns value, low and high `null` where `of` is 0
 */
export function clopperPearsonShare(hits: number, of: number): Share {
  if (of === 0) return { value: null, low: null, high: null, hits, of };
  return { value: hits / of, low: lowerLimit(hits, of), high: 1 - lowerLimit(of - hits, of), hits, of };
}

/** The p at which `hits` or more of `of` have probability 0.025: Newton's steps, halving where one would leave the bracket. */
function lowerLimit(hits: number, of: number): number {
  if (hits === 0) return 0;
  let low = 0;
  let high = hits / of;
  let p = high / 2;
  for (let step = 0; step < 200; step++) {
    const excess = binomialAtLeast(hits, of, p) - 0.025;
    if (excess > 0) high = p;
    else low = p;
    const slope = (hits / p) * binomialProbability(hits, of, p);
    let next = p - excess / slope;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - p) <= 1e-16 + 2e-16 * p) return next;
    p = next;
  }
  return p;
}
