import { BestiaryError } from '@bestiary/contracts/error';
import { type Layer, type LayerGraph, type WeightSpec, weightTable } from './layer-graph.ts';

export interface WeightArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Arrays by layer, then by name (`kernel`, `gamma`, …). */
export type WeightMap = ReadonlyMap<string, ReadonlyMap<string, WeightArray>>;

/** @throws Error when it is missing, which {@link checkWeights} excludes */
export function weightOf(weights: WeightMap, layer: string, name: WeightSpec['name']): WeightArray {
  const array = weights.get(layer)?.get(name);
  if (!array) throw new Error(`weights of layer "${layer}" lack "${name}"`);
  return array;
}

/**
 * Gives weights the layer names of a graph where the file that they come from has others, as its first layer shows. As in Keras, the
 * order decides then; files of Keras 3 (`layers/conv2d_3`) count the layers of each class by themselves. Arrays keep their names.
 *
 * @param weights layers in the order of the file
 * @returns the weights, those of no layer of the graph included
 */
export function matchLayers(graph: LayerGraph, weights: WeightMap): WeightMap {
  const needed = [...new Set(weightTable(graph).map(({ layer }) => layer))];
  if (weights.has(needed[0]!)) return weights;
  const found = [...weights.keys()].filter((layer) => isOfGraph(weights.get(layer)!));
  const sources = found.some((layer) => layer.startsWith(BY_CLASS)) ? namesByClass(graph) : found;
  const target = new Map(sources.slice(0, needed.length).map((source, i) => [source, needed[i]!]));
  return new Map(Array.from(weights, ([layer, arrays]) => [target.get(layer) ?? layer, arrays]));
}

/** What `readKerasWeights` puts before names that are a class and a count. */
export const BY_CLASS = 'layers/';

const CLASSES: Partial<Record<Layer['kind'], string>> = {
  conv: 'conv2d',
  depthwiseConv: 'depthwise_conv2d',
  batchNorm: 'batch_normalization',
};

/** Where Keras 3 puts each layer with weights: the first of a class has no number, the next is 1. */
function namesByClass({ layers }: LayerGraph): string[] {
  const counts = new Map<string, number>();
  return layers.flatMap(({ kind }) => {
    const name = CLASSES[kind];
    if (name === undefined) return [];
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return [`${BY_CLASS}${name}${count === 0 ? '' : `_${count}`}`];
  });
}

/** Whether arrays belong to a layer of a graph: those of Keras' normalization do not, they are in the preprocessing. */
function isOfGraph(arrays: ReadonlyMap<string, WeightArray>): boolean {
  return arrays.size > 0 && !arrays.has('mean');
}

/**
 * Compares weights with what a graph needs.
 *
 * @param origin names the weights in the message: a file's path
 * @throws BestiaryError `invalid_input` naming the first layer that doesn't fit, with both shapes, or one that the graph has not
 */
export function checkWeights(graph: LayerGraph & { name: string }, weights: WeightMap, origin: string): void {
  const misfit = firstMisfit(graph, weights);
  if (misfit === undefined) return;
  throw new BestiaryError('invalid_input', `${origin} does not hold weights of ${graph.name}: ${misfit}`, {
    hint: "give the no-top weights of this very backbone and width (--backbone, --alpha), in Keras' HDF5 layout",
  });
}

function firstMisfit(graph: LayerGraph, weights: WeightMap): string | undefined {
  const needed = new Set<string>();
  for (const { layer, name, shape } of weightTable(graph)) {
    needed.add(layer);
    const found = weights.get(layer)?.get(name);
    if (!found) return `layer "${layer}" has no "${name}" of shape [${shape.join(', ')}]`;
    if (!sameShape(found.shape, shape))
      return `"${name}" of layer "${layer}" has the shape [${found.shape.join(', ')}], expected [${shape.join(', ')}]`;
  }
  for (const [layer, arrays] of weights) {
    const [first] = arrays;
    if (first && isOfGraph(arrays) && !needed.has(layer))
      return `it has a layer "${layer}" too many, with "${first[0]}" of shape [${first[1].shape.join(', ')}]`;
  }
  return undefined;
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}
