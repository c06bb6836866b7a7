import { alphaText, type BackboneSpec, checkAlpha, checkInputSize } from './backbone-spec.ts';
import { GraphBuilder } from './graph-builder.ts';
import { type Layer } from './layer-graph.ts';
import { multipleOfEight } from './multiple-of-eight.ts';
import { SCALE_TO_PLUS_MINUS_ONE } from './preprocessing.ts';

/** `[expansion, filters, blocks, stride of the first block]`: table 2 of the paper. */
const STAGES = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/**
 * MobileNetV2 without its classifier, ending in the pooled features: the graph of `keras.applications.MobileNetV2`
 * with `include_top=False, pooling='avg'`, layer names included.
 *
 * Source: Sandler et al., MobileNetV2: Inverted Residuals and Linear Bottlenecks, arXiv:1801.04381, table 2.
 *
 * @param alpha width multiplier, > 0
 * @param inputSize side of the square input in pixels, a whole number ≥ 32
 * @throws BestiaryError `invalid_input` for anything else
 */
export function mobileNetV2(alpha: number, inputSize: number): BackboneSpec {
  checkAlpha('MobileNetV2', alpha);
  checkInputSize('MobileNetV2', inputSize);
  return {
    name: `mobilenet_v2_${alphaText(alpha)}`,
    family: 'mobilenet_v2',
    alpha,
    inputSize,
    preprocessing: SCALE_TO_PLUS_MINUS_ONE,
    layers: layersOf(alpha, inputSize),
  };
}

function layersOf(alpha: number, inputSize: number): readonly Layer[] {
  const graph = new GraphBuilder(inputSize, { epsilon: 1e-3, momentum: 0.999 });
  graph.conv('Conv1', multipleOfEight(32 * alpha), { kernelSize: 3, stride: 2 });
  graph.batchNorm('bn_Conv1');
  graph.activation('Conv1_relu', 'relu6');

  let block = 0;
  for (const [expansion, baseFilters, count, firstStride] of STAGES) {
    const filters = multipleOfEight(Math.trunc(baseFilters * alpha));
    for (let i = 0; i < count; i++, block++) {
      const stride = i === 0 ? firstStride : 1;
      const prefix = block === 0 ? 'expanded_conv_' : `block_${block}_`;
      const entry = { name: graph.last, channels: graph.channels };
      if (block > 0) {
        graph.conv(`${prefix}expand`, expansion * graph.channels);
        graph.batchNorm(`${prefix}expand_BN`);
        graph.activation(`${prefix}expand_relu`, 'relu6');
      }
      if (stride === 2) graph.pad(`${prefix}pad`, 3);
      graph.depthwiseConv(`${prefix}depthwise`, 3, stride, stride === 1 ? 'same' : 'valid');
      graph.batchNorm(`${prefix}depthwise_BN`);
      graph.activation(`${prefix}depthwise_relu`, 'relu6');
      graph.conv(`${prefix}project`, filters);
      graph.batchNorm(`${prefix}project_BN`);
      if (stride === 1 && entry.channels === filters) graph.add(`${prefix}add`, entry.name);
    }
  }

  graph.conv('Conv_1', alpha > 1 ? multipleOfEight(1280 * alpha) : 1280);
  graph.batchNorm('Conv_1_bn');
  graph.activation('out_relu', 'relu6');
  graph.globalAveragePool('global_average_pooling2d');
  return graph.layers;
}
