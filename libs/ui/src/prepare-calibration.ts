import { brierScore } from '@bestiary/metrics/brier';
import { logLoss } from '@bestiary/metrics/log-loss';
import {
  classOneConfidences,
  expectedCalibrationError,
  maximumCalibrationError,
  reliabilityBins,
  topLabelConfidences,
  type ReliabilityBin,
} from '@bestiary/metrics/reliability';

export const BIN_KINDS = ['equal-mass', 'equal-width'] as const;
export type BinKind = (typeof BIN_KINDS)[number];

/** How far the probabilities of a run may be believed. */
export interface Calibration {
  /** `[n]` two classes: the probability of the positive one; more: that of the predicted class */
  readonly confidences: Float64Array;
  readonly bins: readonly ReliabilityBin[];
  /** 0..1 */
  readonly expectedError: number;
  readonly largestError: number;
  readonly brier: number;
  readonly logLoss: number;
}

/**
 * @param probabilities `[n, classes]` in row order, each 0..1
 * @param labels `[n]`
 * @param bins how many at most
 * @param positive two classes: the one whose probability is looked at
 */
export function prepareCalibration(
  probabilities: Float32Array | Float64Array,
  labels: Int32Array,
  classes: number,
  kind: BinKind,
  bins: number,
  positive: 0 | 1 = 1,
): Calibration {
  const confidences =
    classes === 2
      ? classOneConfidences(
          probabilities.filter((_, i) => i % 2 === positive),
          labels.map((label) => Number(label === positive)),
        )
      : topLabelConfidences(probabilities, labels, classes);
  const filled = reliabilityBins(confidences, bins, kind);
  return {
    confidences: confidences.confidences,
    bins: filled,
    expectedError: expectedCalibrationError(filled),
    largestError: maximumCalibrationError(filled),
    brier: brierScore(probabilities, labels, classes),
    logLoss: logLoss(probabilities, labels, classes),
  };
}

/** Whether a row is among those of a bin: its confidence is in (low, high], or at the low end of the first. */
export function isInBin(calibration: Calibration, bin: number, row: number): boolean {
  const { low, high } = calibration.bins[bin]!;
  const confidence = calibration.confidences[row]!;
  return confidence <= high && (confidence > low || (bin === 0 && confidence === low));
}
