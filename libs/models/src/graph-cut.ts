import { BestiaryError } from '@bestiary/contracts/error';
import { type Layer, type LayerGraph, type WeightSpec, weightTable } from './layer-graph.ts';
import { isTrainable } from './trainable-graph.ts';

/** A graph in two: layers that stay as they are and whose outputs can be kept, and those above, some or all of which are trained. */
export interface GraphCut {
  /** from the input on; the output of the last is all that the layers above read */
  readonly below: readonly Layer[];
  readonly above: readonly Layer[];
  /** the weights that are trained, in the graph's order */
  readonly trained: readonly TrainedWeight[];
}

export interface TrainedWeight extends WeightSpec {
  readonly length: number;
}

/**
 * Cuts a graph for the training of its upper layers, that layer and all after it. The cut is made at or below it, where a single
 * tensor passes: in a residual block, before the block.
 *
 * @param from a layer's name; or its place in the graph's list of layers, which for MobileNetV2 is that of `keras.applications`: 100
 *   leaves `layers[:100]` as they are, −20 trains `layers[-20:]` (the pooling is the last); digits in a string are a place too
 * @throws BestiaryError `invalid_input` for a layer that the graph doesn't have, or when nothing above has weights to train
 */
export function cutGraph(graph: LayerGraph, from: string | number): GraphCut {
  const { layers } = graph;
  const first = Math.max(1, indexOf(graph, from));
  const trainedLayers = new Set(layers.slice(first).map(({ name }) => name));
  const trained = weightTable(graph)
    .filter(({ layer, name }) => trainedLayers.has(layer) && isTrainable(name))
    .map((weight) => ({ ...weight, length: weight.shape.reduce((a, b) => a * b, 1) }));
  if (trained.length === 0) {
    throw new BestiaryError('invalid_input', `there is nothing to train from layer "${from}" on`, {
      hint: `begin at a lower layer: ${layers.at(-4)?.name ?? layers[0]!.name}, for example`,
    });
  }
  const cut = 1 + lastBottleneck(layers, first - 1);
  return { below: layers.slice(0, cut), above: layers.slice(cut), trained };
}

function indexOf({ layers }: LayerGraph, from: string | number): number {
  const place = typeof from === 'number' || /^-?\d+$/.test(from) ? Number(from) : undefined;
  const index =
    place === undefined
      ? layers.findIndex(({ name }) => name === from)
      : place < 0
        ? place + layers.length
        : place;
  if (Number.isInteger(index) && index >= 0 && index < layers.length) return index;
  const some = layers.filter(({ kind }) => kind === 'conv').map(({ name }) => name);
  throw new BestiaryError('invalid_input', `the backbone has no layer "${from}" to fine-tune from`, {
    hint: `name one of its ${layers.length} layers (${some.slice(-3).join(', ')}, …), or give its place in their list`,
  });
}

/** The last layer, at `most` or before, that alone is read by those after it. */
function lastBottleneck(layers: readonly Layer[], most: number): number {
  const place = new Map(layers.map(({ name }, i) => [name, i]));
  let lowest = Infinity;
  for (let i = layers.length - 1; i > 0; i--) {
    for (const name of readsOf(layers[i]!)) lowest = Math.min(lowest, place.get(name)!);
    if (i - 1 <= most && lowest >= i - 1) return i - 1;
  }
  return 0;
}

function readsOf(layer: Layer): string[] {
  switch (layer.kind) {
    case 'input':
      return [];
    case 'add':
      return [layer.from, layer.plus];
    case 'multiply':
      return [layer.from, layer.by];
    default:
      return [layer.from];
  }
}
