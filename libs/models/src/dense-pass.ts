import { type Head, denseShapes } from './head.ts';
import { type Random } from './random.ts';

/** The way of one row through a head's layers in training, with dropout before each, and back. */
export class DensePass {
  /** `[units]`: logits after {@link forward}; the caller puts d loss / d logit there for {@link backward} */
  readonly logits: Float64Array;
  readonly #parameters: Float32Array;
  readonly #layers: readonly PassedLayer[];
  readonly #dropout: number;

  /** @param dropout share of a layer's inputs that are left out, 0 ≤ dropout < 1 */
  constructor(head: Head, dropout: number) {
    this.#parameters = head.parameters;
    this.#dropout = dropout;
    this.#layers = denseShapes(head).map(({ inputs, outputs, start }) => ({
      inputs,
      outputs,
      start,
      mask: new Float32Array(inputs).fill(1),
      seen: new Float32Array(inputs),
      values: new Float64Array(outputs),
    }));
    this.logits = this.#layers.at(-1)!.values;
  }

  /**
   * @param rows `[n, features]`; `row` is the one meant
   * @param random gives the dropout masks, layer after layer
   */
  forward(rows: Float32Array, row: number, random: Random): void {
    let before: Float32Array | Float64Array = rows;
    let offset = row * this.#layers[0]!.inputs;
    for (const { inputs, outputs, start, mask, seen, values } of this.#layers) {
      const rectified = before !== rows;
      if (this.#dropout > 0) random.fillDropoutMask(mask, this.#dropout);
      for (let j = 0; j < inputs; j++) {
        const value = before[offset + j]!;
        seen[j] = rectified && value < 0 ? 0 : value * mask[j]!;
      }
      for (let u = 0; u < outputs; u++) {
        const kernel = start + u * inputs;
        let sum = this.#parameters[start + outputs * inputs + u]!;
        for (let j = 0; j < inputs; j++) sum += seen[j]! * this.#parameters[kernel + j]!;
        values[u] = sum;
      }
      before = values;
      offset = 0;
    }
  }

  /**
   * Adds this row's share of a batch's gradient.
   *
   * @param gradient one number a parameter
   * @param share of the row in its batch
   * @param first overwrites what `gradient` held
   */
  backward(gradient: Float32Array, share: number, first: boolean): void {
    for (let l = this.#layers.length - 1; l >= 0; l--) {
      const { inputs, outputs, start, mask, seen, values: slopes } = this.#layers[l]!;
      const biases = start + outputs * inputs;
      for (let u = 0; u < outputs; u++) {
        const slope = slopes[u]! * share;
        const kernel = start + u * inputs;
        if (first) {
          for (let j = 0; j < inputs; j++) gradient[kernel + j] = slope * seen[j]!;
          gradient[biases + u] = slope;
        } else {
          for (let j = 0; j < inputs; j++) gradient[kernel + j]! += slope * seen[j]!;
          gradient[biases + u]! += slope;
        }
      }
      const below = this.#layers[l - 1]?.values;
      if (!below) return;
      // a ReLU that gave 0 has no slope; what dropout left out was seen as 0 too
      for (let j = 0; j < inputs; j++) {
        let slope = 0;
        if (seen[j]! > 0) {
          for (let u = 0; u < outputs; u++) slope += slopes[u]! * this.#parameters[start + u * inputs + j]!;
          slope *= mask[j]!;
        }
        below[j] = slope;
      }
    }
  }
}

interface PassedLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly start: number;
  readonly mask: Float32Array;
  /** inputs after the ReLU of the layer before and dropout */
  readonly seen: Float32Array;
  /** outputs before the ReLU; on the way back, the loss' slope by them */
  readonly values: Float64Array;
}
