import { type LayerGraph, type WeightSpec, weightTable } from './layer-graph.ts';
import { type WeightArray, type WeightMap } from './weight-map.ts';

/**
 * Weights and pictures that tools/keras-fixtures/src/peers/backbones.py computes by the same formulas, so that files of megabytes need not
 * be kept to hold a backbone to Keras.
 *
 * @param factors what the moving variances of each batch norm are multiplied by, 1 where there is none
 */
export function formulaWeights(graph: LayerGraph, factors: Readonly<Record<string, number>> = {}): WeightMap {
  const depthwise = new Set(
    graph.layers.filter(({ kind }) => kind === 'depthwiseConv').map(({ name }) => name),
  );
  const weights = new Map<string, Map<string, WeightArray>>();
  for (const { layer, name, shape } of weightTable(graph)) {
    const size = shape.reduce((a, b) => a * b, 1);
    const data = new Float32Array(size);
    const [center, spread] = centerAndSpread(
      name,
      depthwise.has(layer) ? shape.slice(0, 2) : shape.slice(0, -1),
    );
    const factor = name === 'moving_variance' ? (factors[layer] ?? 1) : 1;
    hashes(`${layer}/${name}`, size).forEach((hash, i) => {
      data[i] = (center + spread * (hash / 2 ** 31 - 1)) * factor;
    });
    const arrays = weights.get(layer) ?? new Map<string, WeightArray>();
    weights.set(layer, arrays.set(name, { shape, data }));
  }
  return weights;
}

/** Kernels of unit gain after a ReLU (He), the other arrays near 1 or near 0. `fanIn` is the part of the shape that a sum runs over. */
function centerAndSpread(name: WeightSpec['name'], fanIn: readonly number[]): [number, number] {
  switch (name) {
    case 'kernel':
      return [0, Math.sqrt(6 / fanIn.reduce((a, b) => a * b, 1))];
    case 'gamma':
    case 'moving_variance':
      return [1, 0.2];
    default:
      return [0, 0.2];
  }
}

/** Stripes with noise on them: `[size, size, 3]`, whole numbers 0..255. */
export function formulaPicture(size: number): Float32Array {
  const noise = hashes('picture', size * size * 3);
  return Float32Array.from(noise, (hash, i) => {
    const [row, column, channel] = [Math.floor(i / (size * 3)), Math.floor(i / 3) % size, i % 3];
    return (row * 5 + column * 3 + channel * 60 + (hash >>> 26)) % 256;
  });
}

/** Whole numbers below 2³²: FNV-1a of the key, stepped by the golden ratio and mixed as in MurmurHash3. */
function hashes(key: string, count: number): Uint32Array {
  let seed = 0x811c9dc5;
  for (const byte of Buffer.from(key)) seed = Math.imul(seed ^ byte, 0x01000193);
  const found = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    let x = (seed + Math.imul(i, 0x9e3779b9)) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    found[i] = x ^ (x >>> 16);
  }
  return found;
}
