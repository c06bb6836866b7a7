import { rocCurve } from '@bestiary/metrics/roc';
import type { ThresholdSweep } from '@bestiary/metrics/threshold-sweep';
import { settableThresholds, type ThresholdCurve } from './threshold-curve.ts';

/** The ROC curve as it is drawn: false positive rate to the right, true positive rate up. */
export function prepareRoc(sweep: ThresholdSweep): ThresholdCurve {
  const { thresholds, falsePositiveRates, truePositiveRates } = rocCurve(sweep);
  return {
    xs: falsePositiveRates,
    ys: truePositiveRates,
    thresholds: settableThresholds(sweep, thresholds),
    steps: false,
  };
}
