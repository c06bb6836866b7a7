import { type LayerGraph, layerShapes } from '@bestiary/models/layer-graph';
import { Random } from './random.ts';

/** Arrays by `layer/name`, channels last. */
type Arrays = Map<string, Float32Array>;

interface Layer {
  readonly key: string;
  readonly shape: readonly number[];
}

/**
 * Random weights, as a network has them before it has learnt anything: kernels normal with variance 2 over the inputs
 * of a unit (He et al., arXiv:1502.01852, eq. 10), gammas 1, betas 0.
 *
 * @param layers every trainable array: kernels, gammas and betas
 */
export function randomWeights(layers: readonly Layer[], seed: number): Arrays {
  const random = new Random(seed, 0x1417);
  return new Map(
    layers.map(({ key, shape }) => {
      const length = shape.reduce((product, side) => product * side, 1);
      const values = new Float32Array(length);
      if (key.endsWith('/gamma')) values.fill(1);
      if (key.endsWith('/kernel')) {
        const inputs = isDepthwise(shape) ? shape[0]! * shape[1]! : length / shape.at(-1)!;
        const deviation = Math.sqrt(2 / inputs);
        for (let i = 0; i < length; i++) values[i] = deviation * random.normal();
      }
      return [key, values];
    }),
  );
}

/** ReLU6 is linear from 0 to 6: moved by 3 deviations, a normalised signal passes unchanged. */
const MIDDLE_OF_RELU6 = 3;

/**
 * Where training starts: random weights, arranged so that what the first layer sees arrives at the last. Fifty random
 * layers tell pictures apart but not their likeness, and most of a short training would go into undoing that.
 *
 * - The first convolution is a cosine basis: nine patterns of brightness, four and three of two opponent colours.
 * - In a block that changes size or width, the first hidden units carry one input channel each, linearly (averaged
 *   where the block halves the size), to the same output channel; the other output channels get random rectified
 *   combinations, of which the depthwise filters are again cosine patterns. So each halving adds the strength of finer
 *   patterns to coarser pictures, as a scattering transform does (Bruna and Mallat, arXiv:1203.1513).
 * - A block that adds to its input begins by adding nothing (gamma 0; Goyal et al., arXiv:1706.02677, section 5.1).
 */
export function arrangedWeights(graph: LayerGraph, layers: readonly Layer[], seed: number): Arrays {
  const arrays = randomWeights(layers, seed);
  const shapes = layerShapes(graph);
  const channels = (name: string): number => shapes.get(name)!.at(-1)!;
  fillFirstConvolution(arrays.get('Conv1/kernel')!, arrays.get('bn_Conv1/beta')!);

  const added = new Set(graph.layers.flatMap((layer) => (layer.kind === 'add' ? [layer.plus] : [])));
  for (const layer of graph.layers) {
    if (layer.kind !== 'depthwiseConv') continue;
    const prefix = layer.name.replace(/depthwise$/, '');
    const hidden = channels(layer.name);
    const project = `${prefix}project`;
    fillWithCosines(arrays.get(`${layer.name}/kernel`)!, hidden);
    if (added.has(`${project}_BN`)) {
      arrays.get(`${project}_BN/gamma`)!.fill(0);
      continue;
    }
    const expand = arrays.get(`${prefix}expand/kernel`);
    const outputs = channels(project);
    const inputs = expand ? expand.length / hidden : hidden;
    const carried = Math.min(inputs, outputs);
    if (expand) carryChannels(expand, arrays.get(`${prefix}expand_BN/beta`)!, carried, hidden);
    averageChannels(arrays.get(`${layer.name}/kernel`)!, carried, hidden, layer.stride);
    arrays.get(`${layer.name}_BN/beta`)!.fill(MIDDLE_OF_RELU6, 0, carried);
    separateChannels(arrays.get(`${project}/kernel`)!, carried, hidden, outputs);
  }
  return arrays;
}

/** Hidden unit i is input channel i alone. `kernel` is `[inputs, hidden]`. */
function carryChannels(kernel: Float32Array, beta: Float32Array, carried: number, hidden: number): void {
  for (let unit = 0; unit < carried; unit++) {
    for (let input = 0; input * hidden < kernel.length; input++) kernel[input * hidden + unit] = 0;
    kernel[unit * hidden + unit] = 1;
  }
  beta.fill(MIDDLE_OF_RELU6, 0, carried);
}

/** The carried units' depthwise filters: the middle pixel alone, or a binomial mean where the size is halved. */
function averageChannels(kernel: Float32Array, carried: number, hidden: number, stride: number): void {
  const weights = stride === 1 ? [0, 1, 0] : [0.25, 0.5, 0.25];
  for (let tap = 0; tap < 9; tap++) {
    kernel.fill(weights[Math.floor(tap / 3)]! * weights[tap % 3]!, tap * hidden, tap * hidden + carried);
  }
}

/** Output i is carried unit i alone; the other outputs read the other units alone. `kernel` is `[hidden, outputs]`. */
function separateChannels(kernel: Float32Array, carried: number, hidden: number, outputs: number): void {
  for (let unit = 0; unit < hidden; unit++) {
    for (let output = 0; output < outputs; output++) {
      const at = unit * outputs + output;
      if (output < carried) kernel[at] = unit === output ? 1 : 0;
      else if (unit < carried) kernel[at] = 0;
    }
  }
}

/** One of the nine cosine patterns of 3 × 3 pixels (DCT-II), at row y and column x. */
function cosine(pattern: number, y: number, x: number): number {
  const along = (frequency: number, i: number): number =>
    Math.sqrt((frequency === 0 ? 1 : 2) / 3) * Math.cos((Math.PI * frequency * (2 * i + 1)) / 6);
  return along(Math.floor(pattern / 3), y) * along(pattern % 3, x);
}

const BRIGHTNESS = [Math.sqrt(1 / 3), Math.sqrt(1 / 3), Math.sqrt(1 / 3)] as const;
const RED_GREEN = [Math.sqrt(1 / 2), -Math.sqrt(1 / 2), 0] as const;
const YELLOW_BLUE = [Math.sqrt(1 / 6), Math.sqrt(1 / 6), -Math.sqrt(2 / 3)] as const;

/** The first convolution's filters, the most telling ones first: half of them are carried on. */
const FIRST_FILTERS = [
  { colour: BRIGHTNESS, pattern: 0 },
  { colour: RED_GREEN, pattern: 0 },
  { colour: YELLOW_BLUE, pattern: 0 },
  ...[1, 3, 4, 2, 6].map((pattern) => ({ colour: BRIGHTNESS, pattern })),
  ...[1, 3].map((pattern) => ({ colour: RED_GREEN, pattern })),
  ...[1, 3].map((pattern) => ({ colour: YELLOW_BLUE, pattern })),
  ...[5, 7, 8].map((pattern) => ({ colour: BRIGHTNESS, pattern })),
  { colour: RED_GREEN, pattern: 4 },
];

/** `kernel` is `[3, 3, 3, filters]`. Uniform filters pass ReLU6 unchanged, the others are rectified. */
function fillFirstConvolution(kernel: Float32Array, beta: Float32Array): void {
  const filters = beta.length;
  FIRST_FILTERS.slice(0, filters).forEach(({ colour, pattern }, filter) => {
    if (pattern === 0) beta[filter] = MIDDLE_OF_RELU6;
    for (let tap = 0; tap < 9; tap++) {
      for (let channel = 0; channel < 3; channel++) {
        kernel[(tap * 3 + channel) * filters + filter] =
          colour[channel]! * cosine(pattern, Math.floor(tap / 3), tap % 3);
      }
    }
  });
}

/** Depthwise filters in turn through the nine patterns. `kernel` is `[3, 3, hidden, 1]`. */
function fillWithCosines(kernel: Float32Array, hidden: number): void {
  for (let unit = 0; unit < hidden; unit++) {
    for (let tap = 0; tap < 9; tap++) {
      kernel[tap * hidden + unit] = cosine((unit * 5) % 9, Math.floor(tap / 3), tap % 3);
    }
  }
}

function isDepthwise(shape: readonly number[]): boolean {
  return shape.length === 4 && shape[3] === 1;
}
