import { dot } from './dot.ts';
import { Random } from './random.ts';

/**
 * The layers that are trained on frozen features. Two classes have one unit, whose logit is that of class 1; N > 2
 * classes have N units and a softmax.
 */
export interface Head {
  readonly features: number;
  readonly classes: number;
  /** 1 for two classes, else one a class */
  readonly units: number;
  /** units of the layers before the last, each with a ReLU; often none */
  readonly hidden: readonly number[];
  /** layer after layer: the kernel unit by unit, `[outputs, inputs]`, then the biases, `[outputs]` */
  readonly parameters: Float32Array;
}

/** A head with Keras' initial values: Glorot uniform kernels (seeded), biases 0. */
export function newHead(
  features: number,
  classes: number,
  seed: number,
  hidden: readonly number[] = [],
): Head {
  const head = zeroHead(features, classes, hidden);
  const random = new Random(seed, 0x68656164);
  for (const { inputs, outputs, start } of denseShapes(head)) {
    const limit = Math.sqrt(6 / (inputs + outputs));
    for (let i = 0; i < outputs * inputs; i++) {
      head.parameters[start + i] = (2 * random.uniform() - 1) * limit;
    }
  }
  return head;
}

/** A head of zeros. */
export function zeroHead(features: number, classes: number, hidden: readonly number[] = []): Head {
  const units = classes === 2 ? 1 : classes;
  const shapes = denseShapes({ features, units, hidden });
  const count = shapes.reduce((sum, { inputs, outputs }) => sum + outputs * (inputs + 1), 0);
  return { features, classes, units, hidden, parameters: new Float32Array(count) };
}

/** Where a dense layer's numbers stand in a head's parameters. */
export interface DenseShape {
  /** `hidden_1`, …, and `logits` for the last */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: 'relu' | 'linear';
  /** index of the kernel's first number; the biases follow the kernel */
  readonly start: number;
}

/** The layers of a head, first to last. */
export function denseShapes({
  features,
  units,
  hidden,
}: Pick<Head, 'features' | 'units' | 'hidden'>): DenseShape[] {
  const outputs = [...hidden, units];
  let start = 0;
  return outputs.map((count, i): DenseShape => {
    const last = i === hidden.length;
    const inputs = i === 0 ? features : outputs[i - 1]!;
    const shape: DenseShape = {
      name: last ? 'logits' : `hidden_${i + 1}`,
      inputs,
      outputs: count,
      activation: last ? 'linear' : 'relu',
      start,
    };
    start += count * (inputs + 1);
    return shape;
  });
}

/** A dense layer as Keras and TensorFlow.js lay it out. */
export interface DenseWeights extends DenseShape {
  /** `[inputs, outputs]` */
  readonly kernel: Float32Array;
  /** `[outputs]` */
  readonly bias: Float32Array;
}

/** Every layer's weights, or what an optimizer keeps for each of them. */
export function denseWeights(head: Head, parameters: Float32Array = head.parameters): DenseWeights[] {
  return denseShapes(head).map((shape) => {
    const { inputs, outputs, start } = shape;
    const kernel = new Float32Array(inputs * outputs);
    for (let u = 0; u < outputs; u++)
      for (let j = 0; j < inputs; j++) kernel[j * outputs + u] = parameters[start + u * inputs + j]!;
    const biases = start + inputs * outputs;
    return { ...shape, kernel, bias: parameters.slice(biases, biases + outputs) };
  });
}

/**
 * The logits of one row, summed in float64.
 *
 * @param rows `[n, features]`; `row` is the one meant
 * @param logits `[units]`, overwritten
 */
export function logitsOf(head: Head, rows: Float32Array, row: number, logits: Float64Array): void {
  let values = rows;
  let from = row * head.features;
  for (const { inputs, outputs, start, activation } of denseShapes(head)) {
    const next = activation === 'relu' ? new Float32Array(outputs) : logits;
    for (let u = 0; u < outputs; u++) {
      const bias = head.parameters[start + outputs * inputs + u]!;
      const value = bias + dot(values, from, head.parameters, start + u * inputs, inputs);
      next[u] = activation === 'relu' ? Math.max(0, value) : value;
    }
    if (next instanceof Float32Array) values = next;
    from = 0;
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
