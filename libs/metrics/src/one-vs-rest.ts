import { rocAuc } from './roc.ts';
import { checkRows } from './rows.ts';
import { ThresholdSweep } from './threshold-sweep.ts';

/** The curves of one class against all others: its own probability, and whether the label is it. */
export function oneVsRest(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  positive: number,
): ThresholdSweep {
  const count = labels.length;
  return new ThresholdSweep(
    Float64Array.from({ length: count }, (_, i) => probabilities[i * classes + positive]!),
    Uint8Array.from({ length: count }, (_, i) => (labels[i] === positive ? 1 : 0)),
  );
}

export interface OneVsRestAuc {
  /** `[classes]` area under the ROC curve of each class against the rest; `NaN` where no row, or every row, has its label */
  readonly classes: Float64Array;
  /** the mean of those that are defined, as `roc_auc_score(multi_class='ovr', average='macro')` of scikit-learn */
  readonly macro: number;
}

/**
 * @param probabilities `[n, classes]` in row order, each 0..1
 * @param labels `[n]`
 * @throws BestiaryError `invalid_input` as {@link checkRows}, or where a probability is outside 0..1
 */
export function oneVsRestAuc(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): OneVsRestAuc {
  checkRows(probabilities, labels, classes);
  const areas = Float64Array.from({ length: classes }, (_, c) =>
    rocAuc(oneVsRest(probabilities, labels, classes, c)),
  );
  const defined = areas.filter((area) => !Number.isNaN(area));
  return { classes: areas, macro: defined.reduce((sum, area) => sum + area, 0) / defined.length };
}
