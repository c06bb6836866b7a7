import { checkRows } from './rows.ts';

/**
 * The mean negative logarithm (base e) of the probability given to the label, ≥ 0; `NaN` for no rows. A probability below 2⁻⁵²
 * counts as that, as in scikit-learn's `log_loss` of float64, so that a label given probability 0 costs 36 and not infinity.
 *
 * @param probabilities `[n, classes]` in row order
 * @param labels `[n]`
 * @throws BestiaryError `invalid_input` as {@link checkRows}
 */
export function logLoss(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): number {
  checkRows(probabilities, labels, classes);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const p = probabilities[i * classes + labels[i]!]!;
    sum -= Math.log(Math.max(Number.EPSILON, p));
  }
  return sum / labels.length;
}
