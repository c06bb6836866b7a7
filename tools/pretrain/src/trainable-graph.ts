import { type BatchNormLayer, type Layer, type LayerGraph, weightTable } from '@bestiary/models/layer-graph';
import tf from '@tensorflow/tfjs-node';
import { batchNormalise, differentiableBatchNorm, differentiableRelu6 } from './native-op.ts';

/** Tensors by `layer/name`: `Conv1/kernel`, `bn_Conv1/gamma`. */
export type WeightTensors = ReadonlyMap<string, tf.Tensor>;

/** How batch norm gets its mean and variance. */
export type BatchNormMode =
  /** from the batch, with a gradient */
  | { readonly kind: 'train' }
  /** from the batch, telling `report` what they were; no gradient */
  | { readonly kind: 'measure'; report(layer: string, mean: tf.Tensor1D, variance: tf.Tensor1D): void }
  /** from the weights `moving_mean` and `moving_variance` */
  | { readonly kind: 'infer' };

/** The weights that training changes: kernels, gammas and betas, in the graph's order. */
export function trainableWeights(graph: LayerGraph): { key: string; shape: readonly number[] }[] {
  return weightTable(graph)
    .filter((weight) => !weight.name.startsWith('moving_'))
    .map((weight) => ({ key: `${weight.layer}/${weight.name}`, shape: weight.shape }));
}

/**
 * Runs the graph on a batch.
 *
 * @param images `[n, size, size, 3]` float32 in the graph's own range; the size need not be the graph's as long as
 *   its padding is (every even number of halvings alike)
 * @returns every layer's output by its name
 */
export function runGraph(
  graph: LayerGraph,
  weights: WeightTensors,
  images: tf.Tensor4D,
  mode: BatchNormMode,
): ReadonlyMap<string, tf.Tensor> {
  const outputs = new Map<string, tf.Tensor>();
  for (const layer of graph.layers) {
    outputs.set(layer.name, runLayer(layer, outputs, weights, images, mode));
  }
  return outputs;
}

function runLayer(
  layer: Layer,
  outputs: ReadonlyMap<string, tf.Tensor>,
  weights: WeightTensors,
  images: tf.Tensor4D,
  mode: BatchNormMode,
): tf.Tensor {
  if (layer.kind === 'input') return images;
  const input = named(outputs, layer.from) as tf.Tensor4D;
  switch (layer.kind) {
    case 'conv': {
      const kernel = named(weights, `${layer.name}/kernel`) as tf.Tensor4D;
      return tf.conv2d(input, kernel, layer.stride, layer.padding);
    }
    case 'depthwiseConv': {
      const kernel = named(weights, `${layer.name}/kernel`) as tf.Tensor4D;
      return tf.depthwiseConv2d(input, kernel, layer.stride, layer.padding);
    }
    case 'batchNorm':
      return normalise(layer, input, weights, mode);
    case 'activation':
      if (layer.activation !== 'relu6') throw new Error(`${layer.activation} can't be trained here`);
      return mode.kind === 'train' ? differentiableRelu6(input) : tf.relu6(input);
    case 'multiply':
      return tf.mul(input, named(outputs, layer.by));
    case 'zeroPad':
      return tf.pad4d(input, [[0, 0], [...layer.padding[0]], [...layer.padding[1]], [0, 0]]);
    case 'add':
      return tf.add(input, named(outputs, layer.plus));
    case 'globalAveragePool':
      return tf.mean(input, [1, 2]);
  }
}

function normalise(
  layer: BatchNormLayer,
  input: tf.Tensor4D,
  weights: WeightTensors,
  mode: BatchNormMode,
): tf.Tensor4D {
  const of = (name: string): tf.Tensor1D => named(weights, `${layer.name}/${name}`) as tf.Tensor1D;
  switch (mode.kind) {
    case 'train':
      return differentiableBatchNorm(input, of('gamma'), of('beta'), layer.epsilon);
    case 'measure': {
      const { value, mean, variance } = batchNormalise(input, of('gamma'), of('beta'), layer.epsilon);
      mode.report(layer.name, mean, variance);
      return value;
    }
    case 'infer':
      return tf.batchNorm4d(
        input,
        of('moving_mean'),
        of('moving_variance'),
        of('beta'),
        of('gamma'),
        layer.epsilon,
      );
  }
}

function named(tensors: ReadonlyMap<string, tf.Tensor>, name: string): tf.Tensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`no tensor "${name}"`);
  return tensor;
}
