import { type Confusion, confusionOf, labelledAs, rightOf, totalOf } from './confusion.ts';

/** The share of rows predicted right, 0..1; `NaN` for no rows. */
export function accuracy(confusion: Confusion): number {
  return rightOf(confusion) / totalOf(confusion);
}

/** The mean of the recalls of those classes that have labels, 0..1; `NaN` for no rows. */
export function balancedAccuracy(confusion: Confusion): number {
  let sum = 0;
  let classes = 0;
  for (let c = 0; c < confusion.length; c++) {
    const labelled = labelledAs(confusion, c);
    if (labelled === 0) continue;
    sum += confusion[c]![c]! / labelled;
    classes += 1;
  }
  return sum / classes;
}

/**
 * The share of rows predicted right, 0..1; `NaN` for no rows.
 *
 * @param probabilities `[n, classes]` in row order
 * @param labels `[n]`, each 0 ≤ label < classes
 */
export function accuracyOf(
  probabilities: Float32Array | Float64Array,
  labels: Int32Array,
  classes: number,
): number {
  return accuracy(confusionOf(probabilities, labels, classes));
}

/** As {@link accuracyOf}, but each class with labels weighs the same. */
export function balancedAccuracyOf(
  probabilities: Float32Array | Float64Array,
  labels: Int32Array,
  classes: number,
): number {
  return balancedAccuracy(confusionOf(probabilities, labels, classes));
}
