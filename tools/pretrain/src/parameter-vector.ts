import { type LayerGraph, layerShapes } from '@bestiary/models/layer-graph';
import { trainableWeights } from '@bestiary/models/trainable-graph';
import tf from '@tensorflow/tfjs-node';
import { STATISTIC_COUNT } from './picture-statistics.ts';
import { TASKS } from './task.ts';

export interface Parameter {
  readonly key: string;
  readonly shape: readonly number[];
  readonly length: number;
}

export const LOGIT_COUNT = TASKS.reduce((sum, task) => sum + task.classes.length, 0);
/** What a head gives: the tasks' logits, then the statistics. */
const HEAD_WIDTH = LOGIT_COUNT + STATISTIC_COUNT;

/** A layer whose output, pooled, answers the tasks and gives the picture's statistics by a linear head of its own. */
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

/** `[channels, logits and statistics]` and the bias `[logits and statistics]` */
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
      { key: kernel, shape: [channels, HEAD_WIDTH] },
      { key: bias, shape: [HEAD_WIDTH] },
    ];
  });
  return [...trainableWeights(graph), ...heads].map(({ key, shape }) => ({
    key,
    shape,
    length: shape.reduce((product, side) => product * side, 1),
  }));
}

/** Lays arrays into the flat vector; parameters that have none, the heads' among them, are 0. */
export function packParameters(
  parameters: readonly Parameter[],
  arrays: ReadonlyMap<string, Float32Array>,
): Float32Array {
  const vector = new Float32Array(parameters.reduce((sum, parameter) => sum + parameter.length, 0));
  let at = 0;
  for (const { key, length } of parameters) {
    const values = arrays.get(key);
    if (values) vector.set(values, at);
    at += length;
  }
  return vector;
}

/** Cuts the flat vector into the parameters' tensors. */
export function splitParameters(vector: tf.Tensor1D, parameters: readonly Parameter[]): tf.Tensor[] {
  const lengths = parameters.map((parameter) => parameter.length);
  return tf.split(vector, lengths).map((part, i) => part.reshape([...parameters[i]!.shape]));
}
