import { crossEntropyInPlace } from './cross-entropy.ts';
import { sigmoid, softmax } from './head.ts';

/** The loss of a row. Both kinds are those of Keras with `from_logits=True`, binary for one logit, categorical for more. */
export type LossSettings = CrossEntropy | Focal;

export interface CrossEntropy {
  readonly kind: 'cross-entropy';
  /** share of the label that is spread over all classes alike, 0 ≤ labelSmoothing < 1 */
  readonly labelSmoothing?: number;
}

/**
 * Cross-entropy that rows already told apart weigh less in: times `(1 − p)^gamma`.
 *
 * Source: Lin et al., Focal Loss for Dense Object Detection, arXiv:1708.02002, section 3; Keras 3
 * `losses/losses.py`, `binary_focal_crossentropy` and `categorical_focal_crossentropy`.
 */
export interface Focal {
  readonly kind: 'focal';
  readonly labelSmoothing?: number;
  /** Keras' default is 2 */
  readonly gamma: number;
  /** two classes: the weight of class 1, and 1 − alpha that of class 0; more: a factor for all; absent: 1 for all */
  readonly alpha?: number;
}

/**
 * A row's loss from its logits, and its gradient.
 *
 * @param logits `[units]`; holds d loss / d logit afterwards
 * @param label 0 ≤ label < classes
 */
export type LossInPlace = (logits: Float64Array, label: number) => number;

/** What Keras keeps probabilities away from 0 and 1 by. */
const CLIP = 1e-7;

export function lossInPlace(settings: LossSettings): LossInPlace {
  const smoothing = settings.labelSmoothing ?? 0;
  if (settings.kind === 'focal') {
    const { gamma, alpha } = settings;
    return (logits, label) =>
      logits.length === 1
        ? binaryFocal(logits, label * (1 - smoothing) + smoothing / 2, gamma, alpha)
        : categoricalFocal(logits, label, smoothing, gamma, alpha ?? 1);
  }
  return smoothing === 0 ? crossEntropyInPlace : (logits, label) => smoothed(logits, label, smoothing);
}

/** Cross-entropy is linear in the target: the loss of each class, weighted by its share of the smoothed label. */
function smoothed(logits: Float64Array, label: number, smoothing: number): number {
  if (logits.length === 1) return crossEntropyInPlace(logits, label * (1 - smoothing) + smoothing / 2);
  const share = smoothing / logits.length;
  let mean = 0;
  for (const logit of logits) mean += logit / logits.length;
  // Σ target · (log Σ eᶻ − z) = loss of the label + smoothing · (z[label] − mean z)
  const extra = smoothing * (logits[label]! - mean);
  const loss = crossEntropyInPlace(logits, label) + extra;
  for (let u = 0; u < logits.length; u++) logits[u]! -= share;
  logits[label]! += smoothing;
  return loss;
}

function binaryFocal(logits: Float64Array, target: number, gamma: number, alpha: number | undefined): number {
  const p = sigmoid(logits[0]!);
  const entropy = crossEntropyInPlace(logits, target);
  const miss = 1 - (target * p + (1 - target) * (1 - p));
  const weight = alpha === undefined ? 1 : target * alpha + (1 - target) * (1 - alpha);
  const factor = weight * miss ** gamma;
  // d miss / d logit = (1 − 2 target) p (1 − p); 0 ** −1 of a finished row would be infinite
  const bend =
    gamma === 0 || miss === 0 ? 0 : weight * gamma * miss ** (gamma - 1) * (1 - 2 * target) * p * (1 - p);
  logits[0] = factor * logits[0]! + bend * entropy;
  return factor * entropy;
}

function categoricalFocal(
  logits: Float64Array,
  label: number,
  smoothing: number,
  gamma: number,
  alpha: number,
): number {
  softmax(logits);
  const units = logits.length;
  // d loss / d logit[u] = Σ slope[k] · d p[k] / d logit[u] = p[u] (slope[u] − Σ slope[k] p[k])
  const slopes = new Float64Array(units);
  let loss = 0;
  let mean = 0;
  for (let k = 0; k < units; k++) {
    const target = (k === label ? 1 - smoothing : 0) + smoothing / units;
    const exact = logits[k]!;
    const p = Math.min(1 - CLIP, Math.max(CLIP, exact));
    const miss = 1 - p;
    const factor = alpha * target * miss ** gamma;
    loss -= factor * Math.log(p);
    if (p !== exact) continue;
    slopes[k] = alpha * target * gamma * miss ** (gamma - 1) * Math.log(p) - factor / p;
    mean += slopes[k]! * p;
  }
  for (let u = 0; u < units; u++) logits[u] = logits[u]! * (slopes[u]! - mean);
  return loss;
}
