import { type ThresholdSweep } from './threshold-sweep.ts';

/** Columns of a ROC curve, from (0, 0) to (1, 1). */
export interface RocCurve {
  /** `[points]` falling; the first is `Infinity`: nothing is predicted as class 1 */
  readonly thresholds: Float64Array;
  /** `[points]` rising, 0..1; all `NaN` where no row is labelled 0 */
  readonly falsePositiveRates: Float64Array;
  /** `[points]` rising, 0..1; all `NaN` where no row is labelled 1 */
  readonly truePositiveRates: Float64Array;
}

/**
 * The ROC curve. Points inside a straight run of equal steps are left out, as scikit-learn's `roc_curve` does with
 * `drop_intermediate=True`: the drawn line and the area stay the same, and a curve over 10,000 rows has a fraction of the
 * points.
 */
export function rocCurve(sweep: ThresholdSweep): RocCurve {
  const { thresholds, truePositives, falsePositives, positives, negatives } = sweep;
  const count = thresholds.length;
  const kept: number[] = [];
  for (let i = 0; i < count; i++) {
    const inside = i > 0 && i < count - 1;
    if (!inside || bends(truePositives, i) || bends(falsePositives, i)) kept.push(i);
  }
  const column = (first: number, of: (i: number) => number): Float64Array =>
    Float64Array.from({ length: kept.length + 1 }, (_, at) => (at === 0 ? first : of(kept[at - 1]!)));
  return {
    thresholds: column(Infinity, (i) => thresholds[i]!),
    falsePositiveRates: column(0 / negatives, (i) => falsePositives[i]! / negatives),
    truePositiveRates: column(0 / positives, (i) => truePositives[i]! / positives),
  };
}

function bends(counts: Uint32Array, i: number): boolean {
  return counts[i + 1]! - counts[i]! !== counts[i]! - counts[i - 1]!;
}

/**
 * The area under the ROC curve, 0..1: the probability that a row labelled 1 has a higher probability than one labelled 0, a tie
 * counting half. Counted in whole numbers, so exact up to the last division. `NaN` where either label is missing.
 */
export function rocAuc({ truePositives, falsePositives, positives, negatives }: ThresholdSweep): number {
  let doubled = 0;
  let tp = 0;
  let fp = 0;
  for (let i = 0; i < truePositives.length; i++) {
    doubled += (falsePositives[i]! - fp) * (truePositives[i]! + tp);
    tp = truePositives[i]!;
    fp = falsePositives[i]!;
  }
  return doubled / 2 / (positives * negatives);
}
