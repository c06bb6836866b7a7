import { File, ready } from 'h5wasm/node';
import { type LayerGraph, weightTable } from './layer-graph.ts';
import { Random } from './random.ts';
import { type WeightArray, type WeightMap } from './weight-map.ts';

/** Weights for a test: random, of a size that keeps activations in bounds. */
export function randomWeights(graph: LayerGraph, seed: number): WeightMap {
  const random = new Random(seed);
  const weights = new Map<string, Map<string, WeightArray>>();
  for (const { layer, name, shape } of weightTable(graph)) {
    const size = shape.reduce((a, b) => a * b, 1);
    const fanIn = size / shape.at(shape.at(-1) === 1 ? -2 : -1)!;
    const draw = (): number => {
      if (name === 'kernel') return random.normal() * Math.sqrt(2 / fanIn);
      return name === 'gamma' || name === 'moving_variance'
        ? 0.8 + 0.4 * random.uniform()
        : random.normal() * 0.1;
    };
    const arrays = weights.get(layer) ?? new Map<string, WeightArray>();
    weights.set(layer, arrays.set(name, { shape, data: Float32Array.from({ length: size }, draw) }));
  }
  return weights;
}

export interface WeightFileStyle {
  /** the root's attribute `layer_names`, as Keras writes it */
  layerNames?: boolean;
  /** what the file calls a layer */
  rename?: (layer: string) => string;
  /** what follows an array's name: older Keras writes `:0` */
  suffix?: string;
  /** what the file calls depthwise kernels */
  depthwiseKernel?: string;
  /** puts everything below a group, as a whole saved model does */
  below?: string;
}

/** Writes weights in Keras' legacy HDF5 layout, in one of its dialects. */
export async function writeWeights(
  path: string,
  graph: LayerGraph,
  weights: WeightMap,
  style: WeightFileStyle = {},
): Promise<void> {
  const rename = style.rename ?? ((layer) => layer);
  await ready;
  const file = new File(path, 'w');
  try {
    const root = style.below === undefined ? file : file.create_group(style.below);
    if (style.layerNames !== false)
      root.create_attribute(
        'layer_names',
        graph.layers.map(({ name }) => rename(name)),
      );
    for (const { name: layer, kind } of graph.layers) {
      const group = root.create_group(rename(layer));
      const arrays = weights.get(layer);
      if (!arrays) continue;
      const inner = group.create_group(rename(layer));
      const names = Array.from(arrays, ([name, { data, shape }]) => {
        const called = kind === 'depthwiseConv' ? (style.depthwiseKernel ?? name) : name;
        const full = `${called}${style.suffix ?? ''}`;
        inner.create_dataset({ name: full, data, shape: [...shape], dtype: '<f' });
        return `${rename(layer)}/${full}`;
      });
      if (style.layerNames !== false) group.create_attribute('weight_names', names);
    }
  } finally {
    file.close();
  }
}
