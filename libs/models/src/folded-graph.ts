import { type Activation } from './activation.ts';
import { type BatchNormLayer, type LayerGraph, type Padding, layerShapes } from './layer-graph.ts';
import { type WeightMap, weightOf } from './weight-map.ts';

/** A convolution with its batch norm folded in: `bias` is added, then the activation applied. */
export interface FoldedConv {
  readonly kind: 'conv' | 'depthwiseConv';
  /** of the convolution itself */
  readonly name: string;
  /** of the last layer folded in: what later layers read */
  readonly output: string;
  readonly from: string;
  readonly kernelShape: readonly [number, number, number, number];
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  readonly stride: number;
  readonly padding: Padding;
  readonly activation: Activation;
}

/** An activation that could not be folded: it follows no convolution, or one that is read elsewhere too. */
export interface FoldedActivation {
  readonly kind: 'activation';
  readonly name: string;
  readonly output: string;
  readonly from: string;
  readonly activation: Activation;
}

export interface FoldedZeroPad {
  readonly kind: 'zeroPad';
  readonly name: string;
  readonly output: string;
  readonly from: string;
  readonly padding: readonly [readonly [number, number], readonly [number, number]];
}

export interface FoldedAdd {
  readonly kind: 'add';
  readonly name: string;
  readonly output: string;
  readonly from: string;
  readonly plus: string;
}

/** `[h, w, c]` by `[1, 1, c]` */
export interface FoldedMultiply {
  readonly kind: 'multiply';
  readonly name: string;
  readonly output: string;
  readonly from: string;
  readonly by: string;
}

export interface FoldedPool {
  readonly kind: 'globalAveragePool';
  readonly name: string;
  readonly output: string;
  readonly from: string;
  /** `[1, 1, c]` instead of `[c]` */
  readonly keepDims: boolean;
}

export type FoldedStep =
  FoldedConv | FoldedZeroPad | FoldedActivation | FoldedAdd | FoldedMultiply | FoldedPool;

/** A backbone with its weights, ready to run: batch norms folded into convolutions, zero padding into `same` where it is the same. */
export interface FoldedGraph {
  readonly inputSize: number;
  readonly input: string;
  readonly steps: readonly FoldedStep[];
}

/**
 * Folds batch norm (in inference mode) into the convolution before it, in float64: kernel · γ/√(σ²+ε) and β − μγ/√(σ²+ε).
 *
 * @throws Error for a graph whose batch norms don't each follow a convolution
 */
export function foldGraph(graph: LayerGraph, weights: WeightMap): FoldedGraph {
  const shapes = layerShapes(graph);
  const steps: FoldedStep[] = [];
  let input = '';
  const producer = new Map<string, number>();
  const push = (step: FoldedStep): void => {
    producer.set(step.output, steps.length);
    steps.push(step);
  };
  const readers = countReaders(graph);
  const replaceConv = (reads: string, name: string, change: (conv: FoldedConv) => FoldedConv): void => {
    const index = producer.get(reads);
    const step = index === undefined ? undefined : steps[index];
    if (index === undefined || !isConv(step)) {
      throw new Error(`layer "${name}" can't be folded: it does not follow a convolution`);
    }
    steps[index] = { ...change(step), output: name };
    producer.delete(reads);
    producer.set(name, index);
  };

  for (const layer of graph.layers) {
    switch (layer.kind) {
      case 'input':
        input = layer.name;
        break;
      case 'conv':
      case 'depthwiseConv': {
        const { data, shape } = weightOf(weights, layer.name, 'kernel');
        const [h = 1, w = 1, channels = 1, last = 1] = shape;
        const pad = layer.padding === 'valid' ? steps[producer.get(layer.from) ?? -1] : undefined;
        const same =
          pad?.kind === 'zeroPad' &&
          isSamePadding(pad, shapes.get(pad.from)?.[0] ?? 0, layer.kernelSize, layer.stride);
        if (same) {
          steps.pop();
          producer.delete(layer.from);
        }
        push({
          kind: layer.kind,
          name: layer.name,
          output: layer.name,
          from: same ? pad.from : layer.from,
          kernelShape: [h, w, channels, last],
          kernel: data,
          bias:
            layer.kind === 'conv' && layer.bias
              ? weightOf(weights, layer.name, 'bias').data
              : new Float32Array(layer.kind === 'conv' ? last : channels),
          stride: layer.stride,
          padding: same ? 'same' : layer.padding,
          activation: 'linear',
        });
        break;
      }
      case 'batchNorm':
        replaceConv(layer.from, layer.name, (conv) => foldBatchNorm(conv, layer, weights));
        break;
      case 'activation': {
        const before = steps[producer.get(layer.from) ?? -1];
        const { activation } = layer;
        if (isConv(before) && before.activation === 'linear' && readers.get(layer.from) === 1)
          replaceConv(layer.from, layer.name, (conv) => ({ ...conv, activation }));
        else push({ kind: 'activation', name: layer.name, output: layer.name, from: layer.from, activation });
        break;
      }
      case 'zeroPad':
        push({
          kind: 'zeroPad',
          name: layer.name,
          output: layer.name,
          from: layer.from,
          padding: layer.padding,
        });
        break;
      case 'add':
        push({ kind: 'add', name: layer.name, output: layer.name, from: layer.from, plus: layer.plus });
        break;
      case 'multiply':
        push({ kind: 'multiply', name: layer.name, output: layer.name, from: layer.from, by: layer.by });
        break;
      case 'globalAveragePool':
        push({
          kind: 'globalAveragePool',
          name: layer.name,
          output: layer.name,
          from: layer.from,
          keepDims: layer.keepDims ?? false,
        });
        break;
    }
  }
  return { inputSize: graph.inputSize, input, steps };
}

function isConv(step: FoldedStep | undefined): step is FoldedConv {
  return step?.kind === 'conv' || step?.kind === 'depthwiseConv';
}

/** How many layers read each layer. */
function countReaders({ layers }: LayerGraph): Map<string, number> {
  const counts = new Map<string, number>();
  for (const layer of layers) {
    const reads = [
      ...('from' in layer ? [layer.from] : []),
      ...(layer.kind === 'add' ? [layer.plus] : []),
      ...(layer.kind === 'multiply' ? [layer.by] : []),
    ];
    for (const name of reads) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Whether these zeros are those that TensorFlow's `same` would add. */
function isSamePadding(pad: FoldedZeroPad, size: number, kernelSize: number, stride: number): boolean {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernelSize - size, 0);
  const before = Math.floor(total / 2);
  return pad.padding.every(([a, b]) => a === before && b === total - before);
}

function foldBatchNorm(conv: FoldedConv, { name, epsilon }: BatchNormLayer, weights: WeightMap): FoldedConv {
  const gamma = weightOf(weights, name, 'gamma').data;
  const beta = weightOf(weights, name, 'beta').data;
  const mean = weightOf(weights, name, 'moving_mean').data;
  const variance = weightOf(weights, name, 'moving_variance').data;
  const factors = Float64Array.from(gamma, (g, c) => g / Math.sqrt(variance[c]! + epsilon));
  const bias = Float32Array.from(factors, (factor, c) => beta[c]! + (conv.bias[c]! - mean[c]!) * factor);
  const kernel = new Float32Array(conv.kernel.length);
  // the output channel is the fastest index of both kernels: [k, k, in, out] and [k, k, channels, 1]
  for (let i = 0; i < kernel.length;)
    for (let c = 0; c < factors.length; c++, i++) kernel[i] = conv.kernel[i]! * factors[c]!;
  return { ...conv, kernel, bias };
}
