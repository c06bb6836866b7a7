import { predictedClass } from './predicted-class.ts';
import { checkRows } from './rows.ts';

/** `confusion[predicted][label]` is a count: rows are predictions, columns labels; square. */
export type Confusion = readonly (readonly number[])[];

/** A confusion matrix of zeros, `[classes, classes]`. */
export function emptyConfusion(classes: number): number[][] {
  return Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
}

/**
 * Counts predictions against labels.
 *
 * @param probabilities `[n, classes]` in row order
 * @param labels `[n]`, each 0 ≤ label < classes
 * @throws BestiaryError `invalid_input` where the lengths disagree, a label is no class or a probability is not a number
 */
export function confusionOf(
  probabilities: Float32Array | Float64Array,
  labels: Int32Array,
  classes: number,
): number[][] {
  checkRows(probabilities, labels, classes);
  const confusion = emptyConfusion(classes);
  for (let i = 0; i < labels.length; i++) {
    confusion[predictedClass(probabilities, i, classes)]![labels[i]!]! += 1;
  }
  return confusion;
}

/** How many rows were counted. */
export function totalOf(confusion: Confusion): number {
  return confusion.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0);
}

/** How many rows were predicted right: the diagonal. */
export function rightOf(confusion: Confusion): number {
  return confusion.reduce((sum, row, c) => sum + row[c]!, 0);
}

/** How many rows have this label: a column's sum. */
export function labelledAs(confusion: Confusion, label: number): number {
  return confusion.reduce((sum, row) => sum + row[label]!, 0);
}

/** How many rows were predicted as this class: a row's sum. */
export function predictedAs(confusion: Confusion, predicted: number): number {
  return confusion[predicted]!.reduce((a, b) => a + b, 0);
}
