import { type BinaryCounts } from './binary-counts.ts';

/** Figures of a two-class confusion matrix, 0..1 save for Youden's J; `NaN` where there is nothing to divide by. */
export interface BinaryRates {
  readonly accuracy: number;
  /** of the rows labelled 1, predicted 1; also called sensitivity, true positive rate */
  readonly recall: number;
  /** of the rows labelled 0, predicted 0; also called true negative rate */
  readonly specificity: number;
  /** 1 − specificity */
  readonly falsePositiveRate: number;
  /** of the rows predicted 1, labelled 1 */
  readonly precision: number;
  /** of the rows predicted 0, labelled 0 */
  readonly negativePredictiveValue: number;
  /** the mean of recall and specificity; of a set with one class alone, that class' share of right ones */
  readonly balancedAccuracy: number;
  /** harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN) */
  readonly f1: number;
  /** recall + specificity − 1, −1..1: W. Youden, "Index for rating diagnostic tests", Cancer 3 (1950), 32-35 */
  readonly youden: number;
}

/** Every rate of the counts, in constant time. */
export function binaryRates(counts: BinaryCounts): BinaryRates {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = counts;
  const positives = truePositives + falseNegatives;
  const negatives = falsePositives + trueNegatives;
  const recall = truePositives / positives;
  const specificity = trueNegatives / negatives;
  return {
    accuracy: (truePositives + trueNegatives) / (positives + negatives),
    recall,
    specificity,
    falsePositiveRate: falsePositives / negatives,
    precision: truePositives / (truePositives + falsePositives),
    negativePredictiveValue: trueNegatives / (trueNegatives + falseNegatives),
    balancedAccuracy: negatives === 0 ? recall : positives === 0 ? specificity : (recall + specificity) / 2,
    f1: (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives),
    youden: recall + specificity - 1,
  };
}
