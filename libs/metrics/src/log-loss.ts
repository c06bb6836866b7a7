import { checkRows } from './rows.ts';

/**
 * The mean negative logarithm (base e) of the probability given to the label, ≥ 0; `NaN` for no rows. Probabilities are
 * first moved into [2⁻⁵², 1 − 2⁻⁵²], as scikit-learn's `log_loss` does with float64, so that a label given probability 0 costs 36 and not
 * infinity.
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
    sum -= Math.log(Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, p)));
  }
  return sum / labels.length;
}
