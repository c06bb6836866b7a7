import type * as Tfjs from '@tensorflow/tfjs-core';
import { type Activation } from './activation.ts';
import {
  type BatchNormLayer,
  type Layer,
  type LayerGraph,
  type WeightSpec,
  weightTable,
} from './layer-graph.ts';
import { NativeOps, type TensorFlow } from './native-op.ts';

/** Tensors by `layer/name`: `Conv1/kernel`, `bn_Conv1/gamma`. */
export type WeightTensors = ReadonlyMap<string, Tfjs.Tensor>;

/** How batch norm gets its mean and variance. */
export type BatchNormMode =
  /** from the batch, with a gradient */
  | { readonly kind: 'train' }
  /** from the batch, telling `report` what they were; no gradient */
  | {
      readonly kind: 'measure';
      report(layer: string, mean: Tfjs.Tensor1D, variance: Tfjs.Tensor1D): void;
    }
  /** from the weights `moving_mean` and `moving_variance`, with a gradient */
  | { readonly kind: 'infer' };

/** The weights that training changes: kernels, biases, gammas and betas, in the graph's order. */
export function trainableWeights(graph: LayerGraph): { key: string; shape: readonly number[] }[] {
  return weightTable(graph)
    .filter(({ name }) => isTrainable(name))
    .map(({ layer, name, shape }) => ({ key: `${layer}/${name}`, shape }));
}

/** Whether training changes a weight of this name by its gradient, as it does not batch norm's statistics. */
export function isTrainable(name: WeightSpec['name']): boolean {
  return name !== 'moving_mean' && name !== 'moving_variance';
}

/** Runs layers on native TensorFlow, every one of them with a gradient by its inputs and its weights. */
export class TrainableGraph {
  readonly #tf: TensorFlow;
  readonly #ops: NativeOps;

  constructor(tf: TensorFlow) {
    this.#tf = tf;
    this.#ops = new NativeOps(tf);
  }

  /**
   * Runs a whole graph on a batch.
   *
   * @param images `[n, size, size, 3]` float32 in the graph's own range; the size need not be the graph's as long as
   *   its padding is (every even number of halvings alike)
   * @returns every layer's output by its name
   */
  run(
    graph: LayerGraph,
    weights: WeightTensors,
    images: Tfjs.Tensor4D,
    mode: BatchNormMode,
  ): ReadonlyMap<string, Tfjs.Tensor> {
    const [input, ...layers] = graph.layers;
    const outputs = new Map<string, Tfjs.Tensor>([[input!.name, images]]);
    this.runLayers(layers, weights, outputs, mode);
    return outputs;
  }

  /**
   * Runs layers that follow others.
   *
   * @param outputs of the layers that these read, by name; theirs are added
   * @returns the output of the last
   */
  runLayers(
    layers: readonly Layer[],
    weights: WeightTensors,
    outputs: Map<string, Tfjs.Tensor>,
    mode: BatchNormMode,
  ): Tfjs.Tensor {
    let last: Tfjs.Tensor | undefined;
    for (const layer of layers) {
      last = this.#runLayer(layer, outputs, weights, mode);
      outputs.set(layer.name, last);
    }
    if (!last) throw new Error('no layers to run');
    return last;
  }

  #runLayer(
    layer: Layer,
    outputs: ReadonlyMap<string, Tfjs.Tensor>,
    weights: WeightTensors,
    mode: BatchNormMode,
  ): Tfjs.Tensor {
    const tf = this.#tf;
    if (layer.kind === 'input') throw new Error(`"${layer.name}" is an input and can't be run`);
    const input = named(outputs, layer.from) as Tfjs.Tensor4D;
    switch (layer.kind) {
      case 'conv': {
        const kernel = named(weights, `${layer.name}/kernel`) as Tfjs.Tensor4D;
        const value = tf.conv2d(input, kernel, layer.stride, layer.padding);
        return layer.bias ? tf.add(value, named(weights, `${layer.name}/bias`)) : value;
      }
      case 'depthwiseConv': {
        const kernel = named(weights, `${layer.name}/kernel`) as Tfjs.Tensor4D;
        return tf.depthwiseConv2d(input, kernel, layer.stride, layer.padding);
      }
      case 'batchNorm':
        return this.#normalise(layer, input, weights, mode);
      case 'activation':
        return this.#activate(layer.activation, input);
      case 'multiply':
        return tf.mul(input, named(outputs, layer.by));
      case 'zeroPad':
        return tf.pad4d(input, [[0, 0], [...layer.padding[0]], [...layer.padding[1]], [0, 0]]);
      case 'add':
        return tf.add(input, named(outputs, layer.plus));
      case 'globalAveragePool':
        return tf.mean(input, [1, 2], layer.keepDims);
    }
  }

  #activate(activation: Activation, x: Tfjs.Tensor): Tfjs.Tensor {
    const tf = this.#tf;
    const hardSigmoid = (): Tfjs.Tensor => tf.mul(this.#ops.differentiableRelu6(tf.add(x, 3)), 1 / 6);
    switch (activation) {
      case 'linear':
        return x;
      case 'relu':
        return tf.relu(x);
      case 'relu6':
        return this.#ops.differentiableRelu6(x);
      case 'sigmoid':
        return tf.sigmoid(x);
      case 'swish':
        return tf.mul(x, tf.sigmoid(x));
      case 'hardSigmoid':
        return hardSigmoid();
      case 'hardSwish':
        return tf.mul(x, hardSigmoid());
    }
  }

  #normalise(
    layer: BatchNormLayer,
    input: Tfjs.Tensor4D,
    weights: WeightTensors,
    mode: BatchNormMode,
  ): Tfjs.Tensor4D {
    const of = (name: string): Tfjs.Tensor1D => named(weights, `${layer.name}/${name}`) as Tfjs.Tensor1D;
    const gamma = of('gamma');
    const beta = of('beta');
    if (mode.kind === 'measure') {
      const { value, mean, variance } = this.#ops.batchNormalise(input, gamma, beta, layer.epsilon);
      mode.report(layer.name, mean, variance);
      return value;
    }
    const population =
      mode.kind === 'infer' ? { mean: of('moving_mean'), variance: of('moving_variance') } : undefined;
    return this.#ops.differentiableBatchNorm(input, gamma, beta, layer.epsilon, population);
  }
}

function named(tensors: ReadonlyMap<string, Tfjs.Tensor>, name: string): Tfjs.Tensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`no tensor "${name}"`);
  return tensor;
}
