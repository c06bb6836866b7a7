import { BestiaryError } from '@bestiary/contracts/error';
import { checkLabels, checkSameLength } from './rows.ts';

/** Temperatures outside this range are not looked for. */
const LEAST = 0.05;
const MOST = 20;

/** The temperature that fits a set of predictions best. */
export interface FittedTemperature {
  /** above 1 the run was too sure of itself, below 1 not sure enough; 0.05 … 20 */
  readonly temperature: number;
  /**
   * the best one lies beyond that range: no wrong prediction holds it back (then it is 0.05), or the probabilities say nothing of the
   * labels (then it is 20)
   */
  readonly atBound: boolean;
  /** mean log loss of the rows as they were, base e */
  readonly logLossBefore: number;
  /** with the temperature; measured on the rows that it was fitted to, so a little too low */
  readonly logLossAfter: number;
}

/**
 * Temperature scaling: one number that all logits are divided by, fitted so that the log loss is least. No prediction changes,
 * only how sure it is.
 *
 * Source: C. Guo and others, "On calibration of modern neural networks", ICML 2017, section 4.2. The loss is convex in
 * 1 / temperature, so Newton's method within a bracket finds the one minimum.
 *
 * @param logits `[n, classes]` in row order, finite
 * @param labels `[n]`
 * @throws BestiaryError `invalid_input` for no rows, lengths that disagree, a label that is no class, a logit that is not finite
 */
export function fitTemperature(
  logits: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): FittedTemperature {
  checkLogits(logits, labels, classes);
  let low = 1 / MOST;
  let high = 1 / LEAST;
  let inverse = 1;
  const atLow = lossAt(logits, labels, classes, low).slope >= 0;
  const atHigh = lossAt(logits, labels, classes, high).slope <= 0;
  if (atLow) inverse = low;
  else if (atHigh) inverse = high;
  else {
    for (let step = 0; step < 100; step++) {
      const { slope, curvature } = lossAt(logits, labels, classes, inverse);
      if (slope > 0) high = inverse;
      else low = inverse;
      let next = inverse - slope / curvature;
      if (!(next >= low && next <= high)) next = (low + high) / 2;
      const moved = Math.abs(next - inverse);
      inverse = next;
      if (moved <= 1e-15 * inverse) break;
    }
  }
  return {
    temperature: 1 / inverse,
    atBound: atLow || atHigh,
    logLossBefore: lossAt(logits, labels, classes, 1).loss,
    logLossAfter: lossAt(logits, labels, classes, inverse).loss,
  };
}

/**
 * Logits whose softmax gives the probabilities: their logarithms, each probability first raised to at least 2⁻⁵².
 *
 * @param probabilities `[n, classes]` in row order, each 0..1
 * @returns `[n, classes]`
 */
export function logitsOfProbabilities(probabilities: ArrayLike<number>): Float64Array {
  return Float64Array.from(probabilities, (p) => Math.log(Math.max(Number.EPSILON, p)));
}

/**
 * Probabilities at a temperature: the softmax of logits / temperature, each row summing to 1.
 *
 * @param logits `[n, classes]` in row order
 * @param temperature above 0
 * @returns `[n, classes]`
 */
export function softmaxAt(logits: ArrayLike<number>, classes: number, temperature: number): Float64Array {
  const probabilities = new Float64Array(logits.length);
  for (let from = 0; from < logits.length; from += classes) {
    const largest = largestOf(logits, from, classes);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const weight = Math.exp((logits[from + c]! - largest) / temperature);
      probabilities[from + c] = weight;
      sum += weight;
    }
    for (let c = 0; c < classes; c++) probabilities[from + c]! /= sum;
  }
  return probabilities;
}

/** Mean log loss at an inverse temperature, and its first two derivatives there. */
function lossAt(
  logits: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  inverse: number,
): { loss: number; slope: number; curvature: number } {
  let loss = 0;
  let slope = 0;
  let curvature = 0;
  for (let row = 0; row < labels.length; row++) {
    const from = row * classes;
    const largest = largestOf(logits, from, classes);
    let sum = 0;
    let first = 0;
    let second = 0;
    for (let c = 0; c < classes; c++) {
      const z = logits[from + c]! - largest;
      const weight = Math.exp(z * inverse);
      sum += weight;
      first += weight * z;
      second += weight * z * z;
    }
    const own = logits[from + labels[row]!]! - largest;
    const mean = first / sum;
    loss += Math.log(sum) - own * inverse;
    slope += mean - own;
    curvature += second / sum - mean * mean;
  }
  const n = labels.length;
  return { loss: loss / n, slope: slope / n, curvature: curvature / n };
}

function largestOf(logits: ArrayLike<number>, from: number, classes: number): number {
  let largest = -Infinity;
  for (let c = 0; c < classes; c++) largest = Math.max(largest, logits[from + c]!);
  return largest;
}

function checkLogits(logits: ArrayLike<number>, labels: ArrayLike<number>, classes: number): void {
  if (labels.length === 0) throw new BestiaryError('invalid_input', 'no rows to fit a temperature to');
  checkSameLength('logits', logits.length, 'numbers that the labels need', labels.length * classes);
  checkLabels(labels, classes);
  for (let i = 0; i < logits.length; i++) {
    if (!Number.isFinite(logits[i]!))
      throw new BestiaryError(
        'invalid_input',
        `the logit ${logits[i]} of row ${Math.floor(i / classes)} is not finite`,
      );
  }
}
