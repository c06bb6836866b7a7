import { classOfLogits } from './cross-entropy.ts';
import { DensePass } from './dense-pass.ts';
import { type Head, denseShapes } from './head.ts';
import { type Random } from './random.ts';
import { type LossSettings, lossInPlace } from './training-loss.ts';

/** What a head learns from a batch. */
export interface BatchOptions {
  /** share of a layer's inputs that are left out of a step, 0 ≤ dropout < 1 */
  readonly dropout: number;
  /** default: cross-entropy */
  readonly loss?: LossSettings;
  /** `[classes]`: what a row's loss and gradient count by its class; default 1 */
  readonly classWeights?: readonly number[];
  /** adds `l2 · Σ w²` of all the head's kernels, not of its biases, to the loss, as `keras.regularizers.L2`; default 0 */
  readonly l2?: number;
}

/** Sums over the rows of a batch. */
export interface BatchFigures {
  readonly loss: number;
  /** rows whose class was told */
  readonly right: number;
}

/** Computes a head's loss and gradient on batches of rows. */
export class HeadBatch {
  readonly #head: Head;
  readonly #options: BatchOptions;
  readonly #pass: DensePass;
  readonly #lossOf: ReturnType<typeof lossInPlace>;

  /** @param head read whenever a batch is run */
  constructor(head: Head, options: BatchOptions) {
    this.#head = head;
    this.#options = options;
    this.#pass = new DensePass(head, options.dropout);
    this.#lossOf = lossInPlace(options.loss ?? { kind: 'cross-entropy' });
  }

  /**
   * @param rows `[n, features]`
   * @param labels `[n]`
   * @param batch which rows
   * @param gradient of the mean loss, one number a parameter, overwritten
   * @param slopes of the mean loss by `rows`, `[n, features]`: overwritten in the rows of the batch
   */
  run(
    rows: Float32Array,
    labels: Int32Array,
    batch: Int32Array,
    random: Random,
    gradient: Float32Array,
    slopes?: Float32Array,
  ): BatchFigures {
    const pass = this.#pass;
    const { classWeights, l2 = 0 } = this.#options;
    const share = 1 / batch.length;
    let loss = 0;
    let right = 0;
    for (let i = 0; i < batch.length; i++) {
      const row = batch[i]!;
      const label = labels[row]!;
      pass.forward(rows, row, random, slopes !== undefined);
      if (classOfLogits(pass.logits) === label) right += 1;
      const weight = classWeights?.[label] ?? 1;
      loss += weight * this.#lossOf(pass.logits, label);
      pass.backward(gradient, share * weight, i === 0);
      if (slopes) pass.backwardToRow(slopes, row, share * weight);
    }
    if (l2 > 0) {
      loss += batch.length * l2 * squaredKernels(this.#head);
      addKernels(gradient, this.#head, 2 * l2);
    }
    return { loss, right };
  }
}

/** The sum of the squares of all kernels. */
export function squaredKernels(head: Head): number {
  let sum = 0;
  for (const { inputs, outputs, start } of denseShapes(head))
    for (let i = start; i < start + inputs * outputs; i++) sum += head.parameters[i]! ** 2;
  return sum;
}

function addKernels(gradient: Float32Array, head: Head, factor: number): void {
  for (const { inputs, outputs, start } of denseShapes(head))
    for (let i = start; i < start + inputs * outputs; i++) gradient[i]! += factor * head.parameters[i]!;
}
