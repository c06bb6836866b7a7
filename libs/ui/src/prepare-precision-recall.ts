import { precisionRecallCurve } from '@bestiary/metrics/precision-recall';
import type { ThresholdSweep } from '@bestiary/metrics/threshold-sweep';
import { settableThresholds, type ThresholdCurve } from './threshold-curve.ts';

/** The precision-recall curve as it is drawn: recall to the right, precision up, in steps. */
export function preparePrecisionRecall(sweep: ThresholdSweep): ThresholdCurve {
  const { thresholds, recalls, precisions } = precisionRecallCurve(sweep);
  return {
    xs: recalls,
    ys: precisions,
    thresholds: settableThresholds(sweep, thresholds),
    steps: true,
  };
}
