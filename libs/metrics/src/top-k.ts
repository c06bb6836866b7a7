import { predictedClass } from './predicted-class.ts';
import { checkRows } from './rows.ts';

/**
 * The share of rows whose label is among the `k` likeliest classes, 0..1; `NaN` for no rows. The first of them is
 * `predictedClass`, so that k = 1 is the accuracy; the others are ordered by probability, the lower index first in a tie.
 * (scikit-learn's `top_k_accuracy_score` has the higher index first; without ties both agree.)
 *
 * @param probabilities `[n, classes]` in row order
 * @param labels `[n]`
 * @param k ≥ 1; from `classes` on the share is 1
 * @throws BestiaryError `invalid_input` as {@link checkRows}
 */
export function topKAccuracy(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  k: number,
): number {
  checkRows(probabilities, labels, classes);
  let hits = 0;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    const first = predictedClass(probabilities, i, classes);
    if (label === first) {
      hits += 1;
      continue;
    }
    const own = probabilities[i * classes + label]!;
    let before = 1;
    for (let c = 0; c < classes; c++) {
      const p = probabilities[i * classes + c]!;
      if (c !== first && (p > own || (p === own && c < label))) before += 1;
    }
    if (before < k) hits += 1;
  }
  return hits / labels.length;
}
