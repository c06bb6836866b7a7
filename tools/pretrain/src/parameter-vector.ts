import { type LayerGraph, layerShapes } from '@bestiary/models/layer-graph';
import tf from '@tensorflow/tfjs-node';
import { Random } from './random.ts';
import { TASKS } from './task.ts';
import { trainableWeights } from './trainable-graph.ts';

export interface Parameter {
  readonly key: string;
  readonly shape: readonly number[];
  readonly length: number;
}

export const LOGIT_COUNT = TASKS.reduce((sum, task) => sum + task.classes.length, 0);

/** A layer whose output, pooled, answers the tasks by a linear head of its own. */
export interface Tap {
  readonly layer: string;
  /** of its loss in the sum */
  readonly weight: number;
}

/**
 * The last layer, and one at each coarser resolution before it: deep supervision (Lee et al., arXiv:1409.5185). The
 * early layers learn from the first step on instead of waiting for the late ones, and the heads are thrown away.
 */
export const TAPS: readonly [Tap, ...Tap[]] = [
  { layer: 'out_relu', weight: 1 },
  { layer: 'block_13_expand_relu', weight: 0.3 },
  { layer: 'block_6_expand_relu', weight: 0.3 },
  { layer: 'block_3_expand_relu', weight: 0.3 },
];

/** `[channels, classes of all tasks]` and the bias `[classes of all tasks]` */
export const headKeys = (tap: Tap): { kernel: string; bias: string } => ({
  kernel: `head/${tap.layer}/kernel`,
  bias: `head/${tap.layer}/bias`,
});

/** Everything that training changes, in the order in which it lies in the one flat vector of parameters. */
export function parametersOf(graph: LayerGraph): Parameter[] {
  const shapes = layerShapes(graph);
  const heads = TAPS.flatMap((tap) => {
    const channels = shapes.get(tap.layer)?.at(-1);
    if (!channels) throw new Error(`the graph has no layer "${tap.layer}"`);
    const { kernel, bias } = headKeys(tap);
    return [
      { key: kernel, shape: [channels, LOGIT_COUNT] },
      { key: bias, shape: [LOGIT_COUNT] },
    ];
  });
  return [...trainableWeights(graph), ...heads].map(({ key, shape }) => ({
    key,
    shape,
    length: shape.reduce((product, side) => product * side, 1),
  }));
}

/**
 * Fresh parameters: kernels normal with variance 2 over the inputs of a unit (He et al., arXiv:1502.01852, eq. 10),
 * gammas 1, betas and heads 0. Blocks that add to what came before begin by adding nothing (gamma 0; Goyal et al.,
 * arXiv:1706.02677, section 5.1): a net of 52 random layers would tell its pictures apart but not their likeness.
 */
export function initialParameters(graph: LayerGraph, seed: number): Float32Array {
  const random = new Random(seed, 0x1417);
  const parameters = parametersOf(graph);
  const silent = new Set(
    graph.layers.flatMap((layer) => (layer.kind === 'add' ? [`${layer.plus}/gamma`] : [])),
  );
  const vector = new Float32Array(parameters.reduce((sum, parameter) => sum + parameter.length, 0));
  let at = 0;
  for (const { key, shape, length } of parameters) {
    if (key.endsWith('/gamma') && !silent.has(key)) vector.fill(1, at, at + length);
    if (key.endsWith('/kernel') && !key.startsWith('head/')) {
      const depthwise = shape[3] === 1;
      const inputs = depthwise ? shape[0]! * shape[1]! : length / shape.at(-1)!;
      const deviation = Math.sqrt(2 / inputs);
      for (let i = 0; i < length; i++) vector[at + i] = deviation * normal(random);
    }
    at += length;
  }
  return vector;
}

/** Cuts the flat vector into the parameters' tensors. */
export function splitParameters(vector: tf.Tensor1D, parameters: readonly Parameter[]): tf.Tensor[] {
  const lengths = parameters.map((parameter) => parameter.length);
  return tf.split(vector, lengths).map((part, i) => part.reshape([...parameters[i]!.shape]));
}

/** Box and Muller, one of the pair. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
