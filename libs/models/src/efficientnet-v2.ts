import { type BackboneSpec, checkInputSize } from './backbone-spec.ts';
import { GraphBuilder } from './graph-builder.ts';
import { type Layer } from './layer-graph.ts';
import { appendMbConv, type MbConv } from './mb-conv.ts';
import { STANDARDIZE_AS_IMAGENET } from './preprocessing.ts';

/** `[block, blocks, filters, expansion, stride of the first block]`, every kernel 3 × 3: as the authors' code has B0. */
const STAGES = [
  ['fused', 1, 16, 1, 1],
  ['fused', 2, 32, 4, 2],
  ['fused', 2, 48, 4, 2],
  ['mbConv', 3, 96, 4, 2],
  ['mbConv', 5, 112, 6, 1],
  ['mbConv', 8, 192, 6, 2],
] as const;

/**
 * EfficientNetV2-B0 without its classifier, ending in the pooled features: the graph of `keras.applications.EfficientNetV2B0` with
 * `include_top=False, pooling='avg'`, layer names included. Where it differs from Keras' list of layers it does as {@link efficientNetB0} does.
 *
 * Source: Tan & Le, EfficientNetV2: Smaller Models and Faster Training, arXiv:2104.00298, section 3 and figure 2.
 *
 * @param inputSize side of the square input in pixels, a whole number ≥ 32
 * @throws BestiaryError `invalid_input` for anything else
 */
export function efficientNetV2B0(inputSize: number): BackboneSpec {
  checkInputSize('EfficientNetV2', inputSize);
  return {
    name: 'efficientnet_v2_b0',
    family: 'efficientnet_v2_b0',
    inputSize,
    preprocessing: STANDARDIZE_AS_IMAGENET,
    layers: layersOf(inputSize),
  };
}

function layersOf(inputSize: number): readonly Layer[] {
  const graph = new GraphBuilder(inputSize, { epsilon: 1e-3, momentum: 0.9 });
  graph.conv('stem_conv', 32, { kernelSize: 3, stride: 2 });
  graph.batchNorm('stem_bn');
  graph.activation('stem_activation', 'swish');
  for (const [stage, [kind, count, filters, expansion, firstStride]] of STAGES.entries()) {
    for (let i = 0; i < count; i++) {
      const prefix = `block${stage + 1}${'abcdefgh'[i]}_`;
      const block = { expansion, filters, kernelSize: 3, stride: i === 0 ? firstStride : 1 };
      if (kind === 'fused') appendFusedMbConv(graph, prefix, block);
      else appendMbConv(graph, prefix, block, { name: 'dwconv2', strided: 'same' });
    }
  }
  graph.conv('top_conv', 1280);
  graph.batchNorm('top_bn');
  graph.activation('top_activation', 'swish');
  graph.globalAveragePool('avg_pool');
  return graph.layers;
}

/** One full convolution in place of expansion and depthwise convolution; without an expansion it is the projection as well. */
function appendFusedMbConv(
  graph: GraphBuilder,
  prefix: string,
  { expansion, filters, kernelSize, stride }: MbConv,
): void {
  const entry = { name: graph.last, channels: graph.channels };
  if (expansion === 1) {
    graph.conv(`${prefix}project_conv`, filters, { kernelSize, stride });
    graph.batchNorm(`${prefix}project_bn`);
    graph.activation(`${prefix}project_activation`, 'swish');
  } else {
    graph.conv(`${prefix}expand_conv`, graph.channels * expansion, { kernelSize, stride });
    graph.batchNorm(`${prefix}expand_bn`);
    graph.activation(`${prefix}expand_activation`, 'swish');
    graph.conv(`${prefix}project_conv`, filters);
    graph.batchNorm(`${prefix}project_bn`);
  }
  if (stride === 1 && entry.channels === filters) graph.add(`${prefix}add`, entry.name);
}
