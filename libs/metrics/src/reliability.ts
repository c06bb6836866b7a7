import { BestiaryError } from '@bestiary/contracts/error';
import { type Share } from '@bestiary/contracts/prediction';
import { predictedClass } from './predicted-class.ts';
import { quantile } from './quantile.ts';
import { checkRows, checkSameLength } from './rows.ts';
import { wilsonShare } from './wilson.ts';

/** How sure a run was of each row, and whether it was right to be. */
export interface Confidences {
  /** `[n]` each 0..1 */
  readonly confidences: Float64Array;
  /** `[n]` 1 where what was predicted with that confidence came true, else 0 */
  readonly outcomes: Uint8Array;
}

/** The rows of one interval of confidence. */
export interface ReliabilityBin {
  /** the rows have confidences in (low, high]; the first bin includes its low end */
  readonly low: number;
  readonly high: number;
  /** mean confidence of its rows, 0..1 */
  readonly confidence: number;
  /** the share of its rows that came true, with Wilson's interval; `of` is its number of rows */
  readonly observed: Share;
}

/**
 * The probability of class 1 against whether the label is 1: what a reliability curve of two classes shows.
 *
 * @param probabilities `[n]` of class 1
 * @param labels `[n]`, each 0 or 1
 */
export function classOneConfidences(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
): Confidences {
  checkSameLength('probabilities', probabilities.length, 'labels', labels.length);
  return { confidences: Float64Array.from(probabilities), outcomes: Uint8Array.from(labels) };
}

/**
 * The probability of the predicted class against whether it was the label: what a reliability curve of N classes shows (C. Guo
 * and others, "On calibration of modern neural networks", ICML 2017, section 2).
 *
 * @param probabilities `[n, classes]` in row order
 * @param labels `[n]`
 * @throws BestiaryError `invalid_input` as {@link checkRows}
 */
export function topLabelConfidences(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): Confidences {
  checkRows(probabilities, labels, classes);
  const confidences = new Float64Array(labels.length);
  const outcomes = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const predicted = predictedClass(probabilities, i, classes);
    confidences[i] = probabilities[i * classes + predicted]!;
    outcomes[i] = predicted === labels[i] ? 1 : 0;
  }
  return { confidences, outcomes };
}

/**
 * Rows by confidence, in bins of equal width over 0..1 or of about equal numbers of rows (their ends are quantiles; equal
 * confidences stay together). Bins without rows are left out, as in scikit-learn's `calibration_curve`.
 *
 * @param bins how many at most, ≥ 1
 * @returns rising; empty for no rows
 * @throws BestiaryError `invalid_input` where a confidence is outside 0..1 or NaN, or `bins` is below 1
 */
export function reliabilityBins(
  { confidences, outcomes }: Confidences,
  bins: number,
  of: 'equal-width' | 'equal-mass' = 'equal-width',
): ReliabilityBin[] {
  if (!(Number.isInteger(bins) && bins >= 1))
    throw new BestiaryError('invalid_input', `${bins} is no number of bins`);
  const outside = confidences.findIndex((p) => !(p >= 0 && p <= 1));
  if (outside !== -1)
    throw new BestiaryError(
      'invalid_input',
      `confidence ${confidences[outside]} of row ${outside} is not within 0..1`,
    );
  const sorted = of === 'equal-mass' ? confidences.slice().sort() : confidences;
  const ends = Float64Array.from({ length: bins + 1 }, (_, i) =>
    of === 'equal-mass' ? quantile(sorted, i / bins) : i / bins,
  );
  const counts = new Uint32Array(bins);
  const hits = new Uint32Array(bins);
  const sums = new Float64Array(bins);
  confidences.forEach((confidence, i) => {
    const bin = binOf(ends, confidence);
    counts[bin]! += 1;
    hits[bin]! += outcomes[i]!;
    sums[bin]! += confidence;
  });
  return Array.from(counts, (count, bin) => ({
    low: ends[bin]!,
    high: ends[bin + 1]!,
    confidence: sums[bin]! / count,
    observed: wilsonShare(hits[bin]!, count),
  })).filter(({ observed }) => observed.of > 0);
}

/** How many of the inner ends are below the confidence. */
function binOf(ends: Float64Array, confidence: number): number {
  let low = 0;
  let high = ends.length - 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle + 1]! < confidence) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Expected calibration error, 0..1: the gaps between mean confidence and what came true, weighted by the rows of each bin; `NaN`
 * for no rows. It depends on the bins: compare runs over the same kind and number.
 *
 * Source: M. Naeini, G. Cooper and M. Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015.
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  let gaps = 0;
  let rows = 0;
  for (const bin of bins) {
    gaps += gapOf(bin) * bin.observed.of;
    rows += bin.observed.of;
  }
  return gaps / rows;
}

/** The largest gap of any bin, 0..1 (source as above); `NaN` for no rows. With few rows in a bin it says little. */
export function maximumCalibrationError(bins: readonly ReliabilityBin[]): number {
  return bins.length === 0 ? NaN : Math.max(...bins.map(gapOf));
}

function gapOf({ confidence, observed }: ReliabilityBin): number {
  return Math.abs(observed.hits / observed.of - confidence);
}
