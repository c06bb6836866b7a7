import { Random } from './random.ts';

/**
 * The layer that is trained on frozen features. Two classes have one unit, whose logit is that of class 1; N > 2
 * classes have N units and a softmax.
 */
export interface Head {
  readonly features: number;
  readonly classes: number;
  /** 1 for two classes, else one a class */
  readonly units: number;
  /** the kernel unit by unit, `[units, features]`, then the biases, `[units]` */
  readonly parameters: Float32Array;
}

/** A head with Keras' initial values: Glorot uniform kernel (seeded), biases 0. */
export function newHead(features: number, classes: number, seed: number): Head {
  const head = zeroHead(features, classes);
  const random = new Random(seed, 0x68656164);
  const limit = Math.sqrt(6 / (features + head.units));
  for (let i = 0; i < head.units * features; i++) head.parameters[i] = (2 * random.uniform() - 1) * limit;
  return head;
}

/** A head of zeros. */
export function zeroHead(features: number, classes: number): Head {
  const units = classes === 2 ? 1 : classes;
  return { features, classes, units, parameters: new Float32Array(units * (features + 1)) };
}

/** The kernel as Keras and TensorFlow.js lay it out, `[features, units]`, and the bias `[units]`; works for Adam's moments too. */
export function kernelAndBias(
  head: Head,
  parameters: Float32Array = head.parameters,
): { kernel: Float32Array; bias: Float32Array } {
  const { features, units } = head;
  const kernel = new Float32Array(features * units);
  for (let u = 0; u < units; u++)
    for (let j = 0; j < features; j++) kernel[j * units + u] = parameters[u * features + j]!;
  return { kernel, bias: parameters.slice(units * features) };
}

/**
 * The logits of one row: `features · kernel + bias`, summed in float64.
 *
 * @param rows `[n, features]`; `row` is the one meant
 * @param logits `[units]`, overwritten
 */
export function logitsOf(head: Head, rows: Float32Array, row: number, logits: Float64Array): void {
  const { features, units, parameters } = head;
  const start = row * features;
  for (let u = 0; u < units; u++) {
    const kernel = u * features;
    let sum = parameters[units * features + u]!;
    for (let j = 0; j < features; j++) sum += rows[start + j]! * parameters[kernel + j]!;
    logits[u] = sum;
  }
}

/** Softmax in place over the logits of all classes; for two classes, use {@link sigmoid}. */
export function softmax(logits: Float64Array): void {
  let top = -Infinity;
  for (const logit of logits) top = Math.max(top, logit);
  let sum = 0;
  for (let u = 0; u < logits.length; u++) sum += logits[u] = Math.exp(logits[u]! - top);
  for (let u = 0; u < logits.length; u++) logits[u]! /= sum;
}

/** `1 / (1 + e^−x)` without overflow. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/**
 * Class probabilities of every row, `[n, classes]`: for two classes `1 − p` and `p`.
 *
 * @param rows `[n, features]`
 */
export function predict(head: Head, rows: Float32Array): Float32Array {
  const { features, classes, units } = head;
  const count = rows.length / features;
  const probabilities = new Float32Array(count * classes);
  const logits = new Float64Array(units);
  for (let row = 0; row < count; row++) {
    logitsOf(head, rows, row, logits);
    if (units === 1) {
      const p = sigmoid(logits[0]!);
      probabilities[row * 2] = 1 - p;
      probabilities[row * 2 + 1] = p;
    } else {
      softmax(logits);
      probabilities.set(logits, row * classes);
    }
  }
  return probabilities;
}
