/**
 * The class that a row of probabilities predicts: the arg-max, the lower index winning a tie; with two classes,
 * class 1 when its probability is at least 0.5.
 *
 * @param probabilities `[n, classes]` in row order, each row summing to 1
 * @param row which row, 0 ≤ row < n
 * @param classes how many classes, ≥ 2
 */
export function predictedClass(probabilities: ArrayLike<number>, row: number, classes: number): number {
  const start = row * classes;
  if (classes === 2) return probabilities[start + 1]! >= 0.5 ? 1 : 0;
  let best = 0;
  for (let c = 1; c < classes; c++) {
    if (probabilities[start + c]! > probabilities[start + best]!) best = c;
  }
  return best;
}
