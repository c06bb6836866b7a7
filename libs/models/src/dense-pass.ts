import { dot } from './dot.ts';
import { type Head, denseShapes } from './head.ts';
import { type Random } from './random.ts';

/** The way of one row through a head's layers in training, with dropout before each, and back. */
export class DensePass {
  /** `[units]`: logits after {@link forward}; the caller puts d loss / d logit there for {@link backward} */
  readonly logits: Float64Array;
  readonly #parameters: Float32Array;
  readonly #layers: readonly PassedLayer[];
  readonly #dropout: number;
  readonly #ones: Float32Array;
  /** `[features]`: 1 where dropout left the row's number, 0 where not */
  readonly #kept: Float32Array;
  /** what the numbers that dropout leaves are multiplied by, so that their expected sum stays */
  readonly #scale: number;

  /** @param dropout share of a layer's inputs that are left out, 0 ≤ dropout < 1 */
  constructor(head: Head, dropout: number) {
    this.#parameters = head.parameters;
    this.#dropout = dropout;
    this.#scale = 1 / (1 - dropout);
    this.#ones = new Float32Array(head.features).fill(1);
    this.#kept = new Float32Array(head.features);
    this.#layers = denseShapes(head).map(({ inputs, outputs, start }) => ({
      inputs,
      outputs,
      start,
      seen: new Float32Array(inputs),
      values: new Float64Array(outputs),
      rectified: new Float32Array(outputs),
    }));
    this.logits = this.#layers.at(-1)!.values;
  }

  /**
   * @param rows `[n, features]`; `row` is the one meant
   * @param random decides what is dropped, layer after layer
   * @param forRow whether {@link backwardToRow} will be asked for; the results are the same
   */
  forward(rows: Float32Array, row: number, random: Random, forRow = false): void {
    const parameters = this.#parameters;
    const kept = this.#kept;
    let before = rows;
    let from = row * this.#layers[0]!.inputs;
    for (const { inputs, outputs, start, seen, values, rectified } of this.#layers) {
      if (forRow && before === rows) {
        random.copyWithDropout(this.#ones, 0, kept, this.#dropout);
        for (let j = 0; j < inputs; j++) seen[j] = kept[j]! * rows[from + j]!;
      } else random.copyWithDropout(before, from, seen, this.#dropout);
      for (let u = 0; u < outputs; u++) {
        const bias = parameters[start + outputs * inputs + u]!;
        const value = bias + this.#scale * dot(seen, 0, parameters, start + u * inputs, inputs);
        values[u] = value;
        rectified[u] = Math.max(0, value);
      }
      before = rectified;
      from = 0;
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
      const { inputs, outputs, start, seen, values: slopes } = this.#layers[l]!;
      const biases = start + outputs * inputs;
      for (let u = 0; u < outputs; u++) {
        const slope = slopes[u]! * share;
        const scaled = slope * this.#scale;
        const kernel = start + u * inputs;
        if (first) {
          for (let j = 0; j < inputs; j++) gradient[kernel + j] = scaled * seen[j]!;
          gradient[biases + u] = slope;
        } else {
          for (let j = 0; j < inputs; j++) gradient[kernel + j]! += scaled * seen[j]!;
          gradient[biases + u]! += slope;
        }
      }
      const below = this.#layers[l - 1]?.values;
      if (!below) return;
      for (let j = 0; j < inputs; j++) {
        let slope = 0;
        // a ReLU that gave 0 has no slope; what dropout left out was seen as 0 too
        if (seen[j]! > 0)
          for (let u = 0; u < outputs; u++) slope += slopes[u]! * this.#parameters[start + u * inputs + j]!;
        below[j] = slope * this.#scale;
      }
    }
  }

  /**
   * The slope of the loss by the row itself, after {@link backward}.
   *
   * @param slopes `[n, features]`, overwritten in `row`
   */
  backwardToRow(slopes: Float32Array, row: number, share: number): void {
    const { inputs, outputs, start, values } = this.#layers[0]!;
    const from = row * inputs;
    const scale = share * this.#scale;
    for (let j = 0; j < inputs; j++) {
      let slope = 0;
      for (let u = 0; u < outputs; u++) slope += values[u]! * this.#parameters[start + u * inputs + j]!;
      slopes[from + j] = slope * scale * this.#kept[j]!;
    }
  }
}

interface PassedLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly start: number;
  /** inputs that dropout left */
  readonly seen: Float32Array;
  /** outputs before the ReLU; on the way back, the loss' slope by them */
  readonly values: Float64Array;
  readonly rectified: Float32Array;
}
