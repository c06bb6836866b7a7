import { type Interval, NO_INTERVAL } from './interval.ts';
import { rocAuc } from './roc.ts';
import { type ThresholdSweep } from './threshold-sweep.ts';
import { Z_95 } from './wilson.ts';

/**
 * The variance of the area under the ROC curve: E. DeLong, D. DeLong and D. Clarke-Pearson, "Comparing the areas under two or
 * more correlated receiver operating characteristic curves: a nonparametric approach", Biometrics 44 (1988), 837-845. Linear in
 * the number of distinct probabilities, since rows of equal probability have equal placements (after X. Sun and W. Xu, IEEE
 * Signal Processing Letters 21 (2014), 1389-1393).
 *
 * @returns `NaN` where a label has fewer than two rows
 */
export function delongVariance(sweep: ThresholdSweep): number {
  const { truePositives, falsePositives, positives, negatives } = sweep;
  const auc = rocAuc(sweep);
  let ofPositives = 0;
  let ofNegatives = 0;
  let tp = 0;
  let fp = 0;
  for (let i = 0; i < truePositives.length; i++) {
    const positivesHere = truePositives[i]! - tp;
    const negativesHere = falsePositives[i]! - fp;
    const placementOfPositive = 1 - (fp + negativesHere / 2) / negatives;
    const placementOfNegative = (tp + positivesHere / 2) / positives;
    ofPositives += positivesHere * (placementOfPositive - auc) ** 2;
    ofNegatives += negativesHere * (placementOfNegative - auc) ** 2;
    tp = truePositives[i]!;
    fp = falsePositives[i]!;
  }
  return ofPositives / (positives - 1) / positives + ofNegatives / (negatives - 1) / negatives;
}

/**
 * The area under the ROC curve with its 95 % interval: DeLong's normal one, kept within 0..1. Where that has no width (the labels are
 * fully parted, or a label has one row) it would claim certainty from a handful of rows; the interval is then Newcombe's, which
 * needs the counts alone.
 *
 * @returns all `null` where either label is missing
 */
export function aucInterval(sweep: ThresholdSweep): Interval {
  const value = rocAuc(sweep);
  if (Number.isNaN(value)) return NO_INTERVAL;
  const variance = delongVariance(sweep);
  if (!(variance > 0)) return newcombeInterval(value, sweep.positives, sweep.negatives);
  const half = Z_95 * Math.sqrt(variance);
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
}

/**
 * The areas that are no further from the one seen than 1.96 of their own standard deviations.
 *
 * Source: R. Newcombe, "Confidence intervals for an effect size measure based on the Mann-Whitney statistic. Part 2", Statistics
 * in Medicine 25 (2006), 559-573, method 5.
 */
function newcombeInterval(auc: number, positives: number, negatives: number): Interval {
  const half = (positives + negatives) / 2 - 1;
  const reaches = (area: number): boolean => {
    const factor = 1 + half * ((1 - area) / (2 - area) + area / (1 + area));
    return Math.abs(auc - area) <= Z_95 * Math.sqrt((area * (1 - area) * factor) / (positives * negatives));
  };
  return { value: auc, low: farthest(auc, 0, reaches), high: farthest(auc, 1, reaches) };
}

/** The point nearest to `end` that is reached, between `start`, which is, and `end`; 0 and 1 have no deviation and are not. */
function farthest(start: number, end: number, reaches: (area: number) => boolean): number {
  let inside = start;
  let outside = end;
  for (let i = 0; i < 60; i++) {
    const middle = (inside + outside) / 2;
    if (reaches(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}
