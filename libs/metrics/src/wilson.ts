import { type Share } from '@bestiary/contracts/prediction';

/** The standard normal distribution's 0.975 quantile: two-sided 95 %. */
export const Z_95 = 1.959963984540054;

/**
 * A share with its Wilson score interval: E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", Journal of the American Statistical Association 22 (1927), 209-212. Unlike the normal interval it stays
 * within 0..1 and has a width at 0 and 1.
 *
 * @param hits 0 ≤ hits ≤ of
 * @returns all `null` where `of` is 0
 */
export function wilsonShare(hits: number, of: number): Share {
  if (of === 0) return { value: null, low: null, high: null, hits, of };
  const p = hits / of;
  const z2 = Z_95 * Z_95;
  const scale = 1 / (1 + z2 / of);
  const centre = scale * (p + z2 / (2 * of));
  const half = scale * Z_95 * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of));
  return {
    value: p,
    low: hits === 0 ? 0 : Math.max(0, centre - half),
    high: hits === of ? 1 : Math.min(1, centre + half),
    hits,
    of,
  };
}
