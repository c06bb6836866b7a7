import { checkRows } from './rows.ts';

/**
 * The mean squared distance of the probabilities from the truth (1 for the label, 0 for the others); `NaN` for no rows. Two
 * classes: that of class 1 alone, 0..1. More: summed over classes, 0..2, as G. Brier defined it, "Verification of forecasts
 * expressed in terms of probability", Monthly Weather Review 78 (1950), 1-3. scikit-learn's `brier_score_loss` does the same.
 *
 * @param probabilities `[n, classes]` in row order
 * @param labels `[n]`
 * @throws BestiaryError `invalid_input` as {@link checkRows}
 */
export function brierScore(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): number {
  checkRows(probabilities, labels, classes);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    for (let c = classes === 2 ? 1 : 0; c < classes; c++)
      sum += (probabilities[i * classes + c]! - (labels[i] === c ? 1 : 0)) ** 2;
  }
  return sum / labels.length;
}
