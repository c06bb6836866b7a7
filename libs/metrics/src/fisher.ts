import { binomialProbability } from './binomial-distribution.ts';

/** Tables whose probabilities differ by rounding alone are equally likely. */
const ROUNDING = 1 + 1e-12;

/**
 * The exact two-sided p-value that two shares differ: the probability, margins fixed, of all tables that are no likelier than
 * the one seen. R. A. Fisher, Statistical Methods for Research Workers (1934), section 21.02.
 *
 * @param hits of the first group, 0 ≤ hits ≤ of
 * @param otherHits of the second group, 0 ≤ otherHits ≤ otherOf
 * @returns 0..1; 1 where a group is empty or all rows hit or none does
 */
export function fisherExact(hits: number, of: number, otherHits: number, otherOf: number): number {
  const all = of + otherOf;
  const allHits = hits + otherHits;
  const least = Math.max(0, allHits - otherOf);
  const most = Math.min(of, allHits);
  if (least === most) return 1;
  const share = allHits / all;
  const scale = binomialProbability(allHits, all, share);
  const probability = (h: number): number =>
    (binomialProbability(h, of, share) * binomialProbability(allHits - h, otherOf, share)) / scale;
  const limit = probability(hits) * ROUNDING;
  let sum = 0;
  // the distribution has one peak: from each end towards it, until a table is likelier than the one seen
  let low = least;
  for (; low <= most; low++) {
    const p = probability(low);
    if (p > limit) break;
    sum += p;
  }
  for (let high = most; high > low; high--) {
    const p = probability(high);
    if (p > limit) break;
    sum += p;
  }
  return Math.min(1, sum);
}
