import { sigmoid, softmax } from './head.ts';

/** `log(1 + e^x)` without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/**
 * Cross-entropy of one row from its logits, and its gradient. One logit: binary, `softplus(z) − z·label`; several:
 * `log Σ eᶻ − z[label]`. As Keras' `from_logits=True`.
 *
 * @param logits `[units]`; holds d loss / d logit afterwards
 * @param label 0 ≤ label < classes
 * @returns the loss
 */
export function crossEntropyInPlace(logits: Float64Array, label: number): number {
  if (logits.length === 1) {
    const z = logits[0]!;
    logits[0] = sigmoid(z) - label;
    return softplus(z) - z * label;
  }
  let top = -Infinity;
  for (const logit of logits) top = Math.max(top, logit);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - top);
  const loss = Math.log(sum) + top - logits[label]!;
  softmax(logits);
  logits[label]! -= 1;
  return loss;
}

/** The class of a row by its logits: class 1 of two when the logit is at least 0 (probability ≥ 0.5), else the arg-max. */
export function classOfLogits(logits: Float64Array): number {
  if (logits.length === 1) return logits[0]! >= 0 ? 1 : 0;
  let best = 0;
  for (let u = 1; u < logits.length; u++) if (logits[u]! > logits[best]!) best = u;
  return best;
}
