/**
 * p-values corrected for how many there are: S. Holm, "A simple sequentially rejective multiple test procedure",
 * Scandinavian Journal of Statistics 6 (1979), 65-70. Rejecting those below 0.05 makes a false claim anywhere among them at
 * most 5 times in 100, however the tests depend on each other.
 *
 * @param pValues each 0..1
 * @returns in the same order, each 0..1 and not below what went in
 */
export function holm(pValues: ArrayLike<number>): Float64Array {
  const count = pValues.length;
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Float64Array(count);
  let largest = 0;
  order.forEach((test, rank) => {
    largest = Math.max(largest, Math.min(1, (count - rank) * pValues[test]!));
    adjusted[test] = largest;
  });
  return adjusted;
}
