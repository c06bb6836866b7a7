import { type Activation } from './activation.ts';

/**
 * A backbone as pure data: layers in the order in which they run, each naming the layers it reads. Everything else is
 * derived from it: the table of weights, the folded inference program, the saved topology.
 *
 * Shapes are channels-last and leave out the batch: `[height, width, channels]`, after pooling `[channels]`.
 */
export interface LayerGraph {
  readonly inputSize: number;
  /** in an order that can be run; the first is the input, the last the output */
  readonly layers: readonly Layer[];
}

interface Reads {
  readonly name: string;
  readonly from: string;
}

export interface InputLayer {
  readonly kind: 'input';
  readonly name: string;
}

/** A square convolution. Kernel `[k, k, channels in, filters]`. */
export interface ConvLayer extends Reads {
  readonly kind: 'conv';
  readonly filters: number;
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: Padding;
  /** whether it adds a bias `[filters]` of its own; absent means it does not */
  readonly bias?: boolean;
}

/** A square depthwise convolution without bias, multiplier 1. Kernel `[k, k, channels, 1]`. */
export interface DepthwiseConvLayer extends Reads {
  readonly kind: 'depthwiseConv';
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: Padding;
}

/** `gamma · (x − mean) / √(variance + epsilon) + beta`; `momentum` matters to training alone. */
export interface BatchNormLayer extends Reads {
  readonly kind: 'batchNorm';
  readonly epsilon: number;
  readonly momentum: number;
}

export interface ActivationLayer extends Reads {
  readonly kind: 'activation';
  readonly activation: Activation;
}

/** Rows and columns of zeros: `[[top, bottom], [left, right]]`. */
export interface ZeroPadLayer extends Reads {
  readonly kind: 'zeroPad';
  readonly padding: readonly [readonly [number, number], readonly [number, number]];
}

export interface AddLayer extends Reads {
  readonly kind: 'add';
  readonly plus: string;
}

/** Multiplies every channel: `[h, w, c]` by `[1, 1, c]`. */
export interface MultiplyLayer extends Reads {
  readonly kind: 'multiply';
  readonly by: string;
}

/** The mean over height and width: `[h, w, c]` → `[c]`, or `[1, 1, c]` with `keepDims`. */
export interface GlobalAveragePoolLayer extends Reads {
  readonly kind: 'globalAveragePool';
  readonly keepDims?: boolean;
}

/** As TensorFlow means it: `same` keeps `⌈size / stride⌉` and puts the odd row and column of zeros at the end. */
export type Padding = 'same' | 'valid';

export type Layer =
  | InputLayer
  | ConvLayer
  | DepthwiseConvLayer
  | BatchNormLayer
  | ActivationLayer
  | ZeroPadLayer
  | AddLayer
  | MultiplyLayer
  | GlobalAveragePoolLayer;

/** One array of weights, float32. */
export interface WeightSpec {
  readonly layer: string;
  readonly name: 'kernel' | 'bias' | 'gamma' | 'beta' | 'moving_mean' | 'moving_variance';
  readonly shape: readonly number[];
}

/** The output shape of every layer by its name. */
export function layerShapes(graph: LayerGraph): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const layer of graph.layers) shapes.set(layer.name, outputShape(layer, graph.inputSize, shapes));
  return shapes;
}

/** The length of the feature vector: all numbers of the last layer's output, which are its channels after pooling. */
export function featureCount(graph: LayerGraph): number {
  const last = graph.layers.at(-1);
  const shape = last && layerShapes(graph).get(last.name);
  if (!shape) throw new Error('a layer graph needs layers');
  return shape.reduce((a, b) => a * b, 1);
}

/** Every array of weights, layer after layer, in Keras' order within a layer. */
export function weightTable(graph: LayerGraph): WeightSpec[] {
  const shapes = layerShapes(graph);
  return graph.layers.flatMap((layer): WeightSpec[] => {
    switch (layer.kind) {
      case 'conv': {
        const k = layer.kernelSize;
        const channels = channelsOf(shapeOf(layer.from, shapes));
        const kernel: WeightSpec = {
          layer: layer.name,
          name: 'kernel',
          shape: [k, k, channels, layer.filters],
        };
        return layer.bias ? [kernel, { layer: layer.name, name: 'bias', shape: [layer.filters] }] : [kernel];
      }
      case 'depthwiseConv': {
        const k = layer.kernelSize;
        const channels = channelsOf(shapeOf(layer.from, shapes));
        return [{ layer: layer.name, name: 'kernel', shape: [k, k, channels, 1] }];
      }
      case 'batchNorm': {
        const shape = [channelsOf(shapeOf(layer.from, shapes))];
        return (['gamma', 'beta', 'moving_mean', 'moving_variance'] as const).map((name) => ({
          layer: layer.name,
          name,
          shape,
        }));
      }
      default:
        return [];
    }
  });
}

function outputShape(
  layer: Layer,
  inputSize: number,
  shapes: ReadonlyMap<string, readonly number[]>,
): readonly number[] {
  if (layer.kind === 'input') return [inputSize, inputSize, 3];
  const shape = shapeOf(layer.from, shapes);
  const [height = 0, width = 0, channels = 0] = shape;
  switch (layer.kind) {
    case 'conv':
    case 'depthwiseConv':
      return [
        convolvedSize(height, layer),
        convolvedSize(width, layer),
        layer.kind === 'conv' ? layer.filters : channels,
      ];
    case 'zeroPad': {
      const [[top, bottom], [left, right]] = layer.padding;
      return [height + top + bottom, width + left + right, channels];
    }
    case 'globalAveragePool':
      return layer.keepDims ? [1, 1, channels] : [channels];
    case 'add':
    case 'multiply':
    case 'batchNorm':
    case 'activation':
      return shape;
  }
}

/** Height or width after a convolution. */
export function convolvedSize(
  size: number,
  { kernelSize, stride, padding }: Pick<ConvLayer, 'kernelSize' | 'stride' | 'padding'>,
): number {
  return padding === 'same' ? Math.ceil(size / stride) : Math.floor((size - kernelSize) / stride) + 1;
}

function shapeOf(name: string, shapes: ReadonlyMap<string, readonly number[]>): readonly number[] {
  const shape = shapes.get(name);
  if (!shape) throw new Error(`layer "${name}" is read before it is made`);
  return shape;
}

function channelsOf(shape: readonly number[]): number {
  return shape.at(-1) ?? 0;
}
