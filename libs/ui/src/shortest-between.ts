/**
 * The number of fewest decimals (two at least) near the middle of an interval: a threshold that can be read and typed, and that
 * parts the same rows as any other of its interval.
 *
 * @returns above < number ≤ upTo
 */
export function shortestBetween(above: number, upTo: number): number {
  const middle = above + (upTo - above) / 2;
  for (let digits = 2; digits <= 30; digits++) {
    const rounded = Number(middle.toFixed(digits));
    if (rounded > above && rounded <= upTo) return rounded;
  }
  return upTo;
}
