import { BestiaryError } from '@bestiary/contracts/error';
import { type LayerGraph, type WeightSpec, weightTable } from './layer-graph.ts';

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
 * Gives weights the layer names of a graph where the file that they come from has others: as in Keras, the order decides
 * then. Weights whose names fit, or whose layers are more or fewer, are left as they are.
 *
 * @param weights layers in the order of the file
 */
export function matchByOrder(graph: LayerGraph, weights: WeightMap): WeightMap {
  const needed = new Map<string, WeightSpec['name'][]>();
  for (const { layer, name } of weightTable(graph)) needed.set(layer, [...(needed.get(layer) ?? []), name]);
  const found = [...weights.values()].filter((arrays) => arrays.size > 0);
  if (found.length !== needed.size || [...needed.keys()].every((layer) => weights.has(layer))) return weights;
  return new Map(
    Array.from(needed, ([layer, names], i) => {
      const arrays = [...found[i]!.values()];
      return [layer, new Map(arrays.map((array, j) => [names[j] ?? `surplus ${j}`, array]))];
    }),
  );
}

/**
 * Compares weights with what a graph needs.
 *
 * @param origin names the weights in the message: a file's path
 * @throws BestiaryError `invalid_input` naming the first layer that doesn't fit, with both shapes
 */
export function checkWeights(graph: LayerGraph & { name: string }, weights: WeightMap, origin: string): void {
  for (const { layer, name, shape } of weightTable(graph)) {
    const found = weights.get(layer)?.get(name);
    const misfit = !found
      ? `layer "${layer}" has no "${name}" of shape [${shape.join(', ')}]`
      : !sameShape(found.shape, shape)
        ? `"${name}" of layer "${layer}" has the shape [${found.shape.join(', ')}], expected [${shape.join(', ')}]`
        : undefined;
    if (misfit !== undefined) {
      throw new BestiaryError(
        'invalid_input',
        `${origin} does not hold weights of ${graph.name}: ${misfit}`,
        {
          hint: "give the no-top weights of this very backbone and width (--backbone, --alpha), in Keras' HDF5 layout",
        },
      );
    }
  }
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}
