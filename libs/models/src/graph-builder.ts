import { type Activation } from './activation.ts';
import { type BatchNormLayer, convolvedSize, type Layer, type Padding } from './layer-graph.ts';

interface ConvOptions {
  /** 1 when absent */
  kernelSize?: number;
  /** 1 when absent */
  stride?: number;
  /** `same` when absent */
  padding?: Padding;
  /** a bias of its own; without one when absent */
  bias?: boolean;
}

/** Writes down a layer graph from front to back: each layer reads the one before it. */
export class GraphBuilder {
  readonly layers: Layer[] = [{ kind: 'input', name: 'input_image' }];
  /** name of the last layer */
  last = 'input_image';
  /** of the last layer's output */
  channels = 3;
  /** height and width of the last layer's output */
  size: number;
  readonly #batchNorm: Pick<BatchNormLayer, 'epsilon' | 'momentum'>;

  /** @param batchNorm what every batch norm of the architecture shares */
  constructor(inputSize: number, batchNorm: Pick<BatchNormLayer, 'epsilon' | 'momentum'>) {
    this.size = inputSize;
    this.#batchNorm = batchNorm;
  }

  conv(
    name: string,
    filters: number,
    { kernelSize = 1, stride = 1, padding = 'same', bias }: ConvOptions = {},
  ): void {
    this.#append({
      kind: 'conv',
      name,
      from: this.last,
      filters,
      kernelSize,
      stride,
      padding,
      ...(bias && { bias }),
    });
    this.channels = filters;
    this.size = convolvedSize(this.size, { kernelSize, stride, padding });
  }

  depthwiseConv(name: string, kernelSize: number, stride: number, padding: Padding): void {
    this.#append({ kind: 'depthwiseConv', name, from: this.last, kernelSize, stride, padding });
    this.size = convolvedSize(this.size, { kernelSize, stride, padding });
  }

  batchNorm(name: string): void {
    this.#append({ kind: 'batchNorm', name, from: this.last, ...this.#batchNorm });
  }

  activation(name: string, activation: Activation): void {
    this.#append({ kind: 'activation', activation, name, from: this.last });
  }

  /** The zeros that Keras puts around an image before a convolution of stride 2 without padding of its own (`correct_pad`). */
  pad(name: string, kernelSize: number): void {
    const after = Math.floor(kernelSize / 2);
    const before = after - 1 + (this.size % 2);
    this.#append({
      kind: 'zeroPad',
      name,
      from: this.last,
      padding: [
        [before, after],
        [before, after],
      ],
    });
    this.size += before + after;
  }

  /** Adds an earlier layer of the same shape to the last one. */
  add(name: string, earlier: string): void {
    this.#append({ kind: 'add', name, from: earlier, plus: this.last });
  }

  /** To `[1, 1, channels]`. */
  squeeze(name: string): void {
    this.#append({ kind: 'globalAveragePool', name, from: this.last, keepDims: true });
    this.size = 1;
  }

  /**
   * Multiplies an earlier layer by the last one, its gate.
   *
   * @param size height and width of the earlier layer
   */
  gate(name: string, earlier: string, size: number): void {
    this.#append({ kind: 'multiply', name, from: earlier, by: this.last });
    this.size = size;
  }

  /** To `[channels]`: the features. */
  globalAveragePool(name: string): void {
    this.#append({ kind: 'globalAveragePool', name, from: this.last });
  }

  #append(layer: Layer): void {
    this.layers.push(layer);
    this.last = layer.name;
  }
}
