import { normalBelow } from '@bestiary/sweeps/normal-distribution';

/**
 * The one-sided p-value of the Mann-Whitney test: how likely are a's values to be at least as large among b's as they are,
 * were both from one distribution. By the normal approximation with a correction for ties and for continuity: for samples
 * of 20 and more.
 *
 * Source: Mann and Whitney, Ann. Math. Statist. 18 (1947); ties as in Hollander and Wolfe, Nonparametric Statistical Methods.
 *
 * @returns small where a is larger; 1 where all values are the same
 */
export function pLarger(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => ({ value, ours: true })), ...b.map((value) => ({ value, ours: false }))];
  all.sort((x, y) => x.value - y.value);
  let rankSum = 0;
  let ties = 0;
  for (let i = 0; i < all.length;) {
    let end = i;
    while (end < all.length && all[end]!.value === all[i]!.value) end += 1;
    const size = end - i;
    const rank = (i + 1 + end) / 2;
    for (let k = i; k < end; k++) if (all[k]!.ours) rankSum += rank;
    ties += size ** 3 - size;
    i = end;
  }
  const [m, n, total] = [a.length, b.length, all.length];
  const u = rankSum - (m * (m + 1)) / 2;
  const variance = ((m * n) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (variance === 0) return 1;
  return normalBelow(-(u - (m * n) / 2 - 0.5) / Math.sqrt(variance));
}
