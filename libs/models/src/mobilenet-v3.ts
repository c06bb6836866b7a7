import { type Activation } from './activation.ts';
import { alphaText, type BackboneSpec, checkAlpha, checkInputSize } from './backbone-spec.ts';
import { GraphBuilder } from './graph-builder.ts';
import { type Layer } from './layer-graph.ts';
import { multipleOfEight } from './multiple-of-eight.ts';
import { SCALE_TO_PLUS_MINUS_ONE } from './preprocessing.ts';

interface Block {
  /** of the block's input, in channels */
  expansion: number;
  filters: number;
  kernelSize: number;
  stride: number;
  squeezeExcite: boolean;
  activation: Activation;
}

/** The expansion of a block is given as a ratio where Keras has one, so that scaled widths round as there. */
function block(
  expansion: number,
  filters: number,
  kernelSize: number,
  stride: number,
  squeezeExcite: boolean,
  activation: Activation,
): Block {
  return { expansion, filters, kernelSize, stride, squeezeExcite, activation };
}

/** Table 2 of the paper. */
const SMALL: readonly Block[] = [
  block(1, 16, 3, 2, true, 'relu'),
  block(72 / 16, 24, 3, 2, false, 'relu'),
  block(88 / 24, 24, 3, 1, false, 'relu'),
  block(4, 40, 5, 2, true, 'hardSwish'),
  block(6, 40, 5, 1, true, 'hardSwish'),
  block(6, 40, 5, 1, true, 'hardSwish'),
  block(3, 48, 5, 1, true, 'hardSwish'),
  block(3, 48, 5, 1, true, 'hardSwish'),
  block(6, 96, 5, 2, true, 'hardSwish'),
  block(6, 96, 5, 1, true, 'hardSwish'),
  block(6, 96, 5, 1, true, 'hardSwish'),
];

/** Table 1 of the paper. */
const LARGE: readonly Block[] = [
  block(1, 16, 3, 1, false, 'relu'),
  block(4, 24, 3, 2, false, 'relu'),
  block(3, 24, 3, 1, false, 'relu'),
  block(3, 40, 5, 2, true, 'relu'),
  block(3, 40, 5, 1, true, 'relu'),
  block(3, 40, 5, 1, true, 'relu'),
  block(6, 80, 3, 2, false, 'hardSwish'),
  block(2.5, 80, 3, 1, false, 'hardSwish'),
  block(2.3, 80, 3, 1, false, 'hardSwish'),
  block(2.3, 80, 3, 1, false, 'hardSwish'),
  block(6, 112, 3, 1, true, 'hardSwish'),
  block(6, 112, 3, 1, true, 'hardSwish'),
  block(6, 160, 5, 2, true, 'hardSwish'),
  block(6, 160, 5, 1, true, 'hardSwish'),
  block(6, 160, 5, 1, true, 'hardSwish'),
];

const SQUEEZE = 1 / 4;

/**
 * MobileNetV3-Small without its classifier, ending in the pooled features: the graph of `keras.applications.MobileNetV3Small` with
 * `include_top=False, pooling='avg'`, not minimalistic. Layers with weights have Keras' names; activations, which Keras numbers through the
 * whole process, are named after the layer they follow (`expanded_conv_1_expand_activation`).
 *
 * Source: Howard et al., Searching for MobileNetV3, arXiv:1905.02244, tables 1 and 2.
 *
 * @param alpha width multiplier, > 0
 * @param inputSize side of the square input in pixels, a whole number ≥ 32
 * @throws BestiaryError `invalid_input` for anything else
 */
export function mobileNetV3Small(alpha: number, inputSize: number): BackboneSpec {
  return mobileNetV3('mobilenet_v3_small', SMALL, alpha, inputSize);
}

/** MobileNetV3-Large, in all else as {@link mobileNetV3Small}. */
export function mobileNetV3Large(alpha: number, inputSize: number): BackboneSpec {
  return mobileNetV3('mobilenet_v3_large', LARGE, alpha, inputSize);
}

function mobileNetV3(
  family: 'mobilenet_v3_small' | 'mobilenet_v3_large',
  blocks: readonly Block[],
  alpha: number,
  inputSize: number,
): BackboneSpec {
  checkAlpha('MobileNetV3', alpha);
  checkInputSize('MobileNetV3', inputSize);
  return {
    name: `${family}_${alphaText(alpha)}`,
    family,
    alpha,
    inputSize,
    preprocessing: SCALE_TO_PLUS_MINUS_ONE,
    layers: layersOf(blocks, alpha, inputSize),
  };
}

function layersOf(blocks: readonly Block[], alpha: number, inputSize: number): readonly Layer[] {
  const graph = new GraphBuilder(inputSize, { epsilon: 1e-3, momentum: 0.999 });
  graph.conv('conv', 16, { kernelSize: 3, stride: 2 });
  graph.batchNorm('conv_bn');
  graph.activation('conv_activation', 'hardSwish');
  for (const [i, { filters, ...block }] of blocks.entries())
    appendBlock(graph, i, { ...block, filters: multipleOfEight(filters * alpha) });
  graph.conv('conv_1', multipleOfEight(graph.channels * 6));
  graph.batchNorm('conv_1_bn');
  graph.activation('conv_1_activation', 'hardSwish');
  graph.globalAveragePool('avg_pool');
  return graph.layers;
}

/** An inverted residual: expand, filter each channel, weigh the channels, project. The first block does not expand. */
function appendBlock(
  graph: GraphBuilder,
  index: number,
  { expansion, filters, kernelSize, stride, squeezeExcite, activation }: Block,
): void {
  const prefix = index === 0 ? 'expanded_conv_' : `expanded_conv_${index}_`;
  const entry = { name: graph.last, channels: graph.channels };
  if (index > 0) {
    graph.conv(`${prefix}expand`, multipleOfEight(graph.channels * expansion));
    graph.batchNorm(`${prefix}expand_bn`);
    graph.activation(`${prefix}expand_activation`, activation);
  }
  if (stride === 2) graph.pad(`${prefix}depthwise_pad`, kernelSize);
  graph.depthwiseConv(`${prefix}depthwise`, kernelSize, stride, stride === 1 ? 'same' : 'valid');
  graph.batchNorm(`${prefix}depthwise_bn`);
  graph.activation(`${prefix}depthwise_activation`, activation);
  if (squeezeExcite) appendSqueezeExcite(graph, `${prefix}squeeze_excite_`);
  graph.conv(`${prefix}project`, filters);
  graph.batchNorm(`${prefix}project_bn`);
  if (stride === 1 && entry.channels === filters) graph.add(`${prefix}add`, entry.name);
}

function appendSqueezeExcite(graph: GraphBuilder, prefix: string): void {
  const { last, channels, size } = graph;
  graph.squeeze(`${prefix}avg_pool`);
  graph.conv(`${prefix}conv`, multipleOfEight(channels * SQUEEZE), { bias: true });
  graph.activation(`${prefix}relu`, 'relu');
  graph.conv(`${prefix}conv_1`, channels, { bias: true });
  graph.activation(`${prefix}gate`, 'hardSigmoid');
  graph.gate(`${prefix}mul`, last, size);
}
