import { type Interval, NO_INTERVAL } from './interval.ts';
import { quantile } from './quantile.ts';
import { Random } from './random.ts';
import { type ThresholdSweep } from './threshold-sweep.ts';

/** Columns of a precision-recall curve, from recall 0 on. */
export interface PrecisionRecallCurve {
  /** `[points]` falling; the first is `Infinity`: nothing is predicted as class 1 */
  readonly thresholds: Float64Array;
  /** `[points]` 0..1; the first is 1 by convention */
  readonly precisions: Float64Array;
  /** `[points]` rising from 0 to 1; all `NaN` where no row is labelled 1 */
  readonly recalls: Float64Array;
}

/**
 * The precision-recall curve: the points of scikit-learn's `precision_recall_curve`, in the order of falling thresholds
 * instead of rising ones. Between two points precision is not linear: draw steps.
 */
export function precisionRecallCurve(sweep: ThresholdSweep): PrecisionRecallCurve {
  const { thresholds, truePositives, falsePositives, positives } = sweep;
  const points = thresholds.length + 1;
  const curve = {
    thresholds: new Float64Array(points),
    precisions: new Float64Array(points),
    recalls: new Float64Array(points),
  };
  curve.thresholds[0] = Infinity;
  curve.precisions[0] = 1;
  curve.recalls[0] = 0 / positives;
  for (let i = 0; i < thresholds.length; i++) {
    curve.thresholds[i + 1] = thresholds[i]!;
    curve.precisions[i + 1] = truePositives[i]! / (truePositives[i]! + falsePositives[i]!);
    curve.recalls[i + 1] = truePositives[i]! / positives;
  }
  return curve;
}

/**
 * Average precision: the precisions at each threshold, weighted by the recall gained there, without interpolation, as
 * scikit-learn's `average_precision_score`. 0..1; `NaN` where no row is labelled 1.
 */
export function averagePrecision({
  truePositives,
  falsePositives,
  positives,
}: Pick<ThresholdSweep, 'truePositives' | 'falsePositives' | 'positives'>): number {
  let sum = 0;
  let tp = 0;
  for (let i = 0; i < truePositives.length; i++) {
    const next = truePositives[i]!;
    if (next > tp) sum += ((next - tp) * next) / (next + falsePositives[i]!);
    tp = next;
  }
  return sum / positives;
}

/**
 * Average precision with a 95 % bootstrap interval: rows are drawn with replacement from those of each label, and the interval
 * is that of the 2.5 and 97.5 percentiles (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3).
 * O(draws · rows): 10,000 rows take twenty million draws, too many for a frame of a slider.
 *
 * @returns all `null` where no row is labelled 1
 */
export function averagePrecisionInterval(sweep: ThresholdSweep, seed: number, draws = 2000): Interval {
  const { truePositives, falsePositives, positives, negatives } = sweep;
  if (positives === 0) return NO_INTERVAL;
  const random = new Random(seed);
  const groupOfPositive = groupsOf(truePositives, positives);
  const groupOfNegative = groupsOf(falsePositives, negatives);
  const drawn = {
    truePositives: new Uint32Array(truePositives.length),
    falsePositives: new Uint32Array(truePositives.length),
    positives,
  };
  const figures = Float64Array.from({ length: draws }, () => {
    redraw(drawn.truePositives, groupOfPositive, random);
    redraw(drawn.falsePositives, groupOfNegative, random);
    return averagePrecision(drawn);
  }).sort();
  return { value: averagePrecision(sweep), low: quantile(figures, 0.025), high: quantile(figures, 0.975) };
}

/** `[count]` at which threshold each row of a label is passed, from the running counts. */
function groupsOf(running: Uint32Array, count: number): Uint32Array {
  const groups = new Uint32Array(count);
  let from = 0;
  running.forEach((to, group) => {
    groups.fill(group, from, to);
    from = to;
  });
  return groups;
}

/** Overwrites running counts with those of as many rows, drawn with replacement. */
function redraw(running: Uint32Array, groups: Uint32Array, random: Random): void {
  running.fill(0);
  for (let i = 0; i < groups.length; i++) running[groups[random.below(groups.length)]!]! += 1;
  for (let g = 1; g < running.length; g++) running[g]! += running[g - 1]!;
}
