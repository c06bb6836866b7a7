import { type BackboneSpec, checkInputSize } from './backbone-spec.ts';
import { GraphBuilder } from './graph-builder.ts';
import { type Layer } from './layer-graph.ts';
import { appendMbConv } from './mb-conv.ts';
import { STANDARDIZE_AS_IMAGENET } from './preprocessing.ts';

/** `[kernel size, blocks, filters, expansion, stride of the first block]`: table 1 of the paper. */
const STAGES = [
  [3, 1, 16, 1, 1],
  [3, 2, 24, 6, 2],
  [5, 2, 40, 6, 2],
  [3, 3, 80, 6, 2],
  [5, 3, 112, 6, 1],
  [5, 4, 192, 6, 2],
  [3, 1, 320, 6, 1],
] as const;

/**
 * EfficientNet-B0 without its classifier, ending in the pooled features: the graph of `keras.applications.EfficientNetB0` with
 * `include_top=False, pooling='avg'`, layer names included. The rescaling and normalization that Keras has as layers are in the
 * preprocessing, with the values of its ImageNet weights; what Keras does inside a convolution of the squeeze-and-excitation
 * (`block1a_se_reduce`) is a layer of its own here (`block1a_se_reduce_activation`), and stochastic depth, which acts in training alone, is left out.
 *
 * Source: Tan & Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, arXiv:1905.11946, table 1.
 *
 * @param inputSize side of the square input in pixels, a whole number ≥ 32
 * @throws BestiaryError `invalid_input` for anything else
 */
export function efficientNetB0(inputSize: number): BackboneSpec {
  return efficientNet('efficientnet_b0', 1, inputSize);
}

/** EfficientNet-B1: B0 with a tenth more blocks in each stage, rounded up. In all else as {@link efficientNetB0}. */
export function efficientNetB1(inputSize: number): BackboneSpec {
  return efficientNet('efficientnet_b1', 1.1, inputSize);
}

function efficientNet(
  family: 'efficientnet_b0' | 'efficientnet_b1',
  depth: number,
  inputSize: number,
): BackboneSpec {
  checkInputSize('EfficientNet', inputSize);
  return {
    name: family,
    family,
    inputSize,
    preprocessing: STANDARDIZE_AS_IMAGENET,
    layers: layersOf(depth, inputSize),
  };
}

function layersOf(depth: number, inputSize: number): readonly Layer[] {
  const graph = new GraphBuilder(inputSize, { epsilon: 1e-3, momentum: 0.99 });
  graph.pad('stem_conv_pad', 3);
  graph.conv('stem_conv', 32, { kernelSize: 3, stride: 2, padding: 'valid' });
  graph.batchNorm('stem_bn');
  graph.activation('stem_activation', 'swish');
  for (const [stage, [kernelSize, count, filters, expansion, firstStride]] of STAGES.entries()) {
    for (let i = 0; i < Math.ceil(depth * count); i++) {
      appendMbConv(
        graph,
        `block${stage + 1}${'abcdefgh'[i]}_`,
        { expansion, filters, kernelSize, stride: i === 0 ? firstStride : 1 },
        { name: 'dwconv', strided: 'zeroPad' },
      );
    }
  }
  graph.conv('top_conv', 1280);
  graph.batchNorm('top_bn');
  graph.activation('top_activation', 'swish');
  graph.globalAveragePool('avg_pool');
  return graph.layers;
}
