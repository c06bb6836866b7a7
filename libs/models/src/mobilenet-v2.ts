import { alphaText, type BackboneSpec, checkAlpha, checkInputSize } from './backbone-spec.ts';
import { type Layer } from './layer-graph.ts';
import { SCALE_TO_PLUS_MINUS_ONE } from './preprocessing.ts';

const BATCH_NORM = { epsilon: 1e-3, momentum: 0.999 } as const;

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

function layersOf(alpha: number, inputSize: number): Layer[] {
  const layers: Layer[] = [{ kind: 'input', name: 'input_image' }];
  let last = 'input_image';
  let channels = 3;
  const append = (layer: Layer): void => {
    layers.push(layer);
    last = layer.name;
  };

  const convolution = (name: string, filters: number, kernelSize: number, stride: number): void => {
    append({ kind: 'conv', name, from: last, filters, kernelSize, stride, padding: 'same' });
    channels = filters;
  };
  const normalise = (name: string): void => append({ kind: 'batchNorm', name, from: last, ...BATCH_NORM });
  const relu6 = (name: string): void => append({ kind: 'activation', activation: 'relu6', name, from: last });

  convolution('Conv1', multipleOfEight(32 * alpha), 3, 2);
  normalise('bn_Conv1');
  relu6('Conv1_relu');
  let size = Math.ceil(inputSize / 2);

  let block = 0;
  for (const [expansion, baseFilters, count, firstStride] of STAGES) {
    const filters = multipleOfEight(Math.trunc(baseFilters * alpha));
    for (let i = 0; i < count; i++, block++) {
      const stride = i === 0 ? firstStride : 1;
      const prefix = block === 0 ? 'expanded_conv_' : `block_${block}_`;
      const entry = { name: last, channels };
      if (block > 0) {
        convolution(`${prefix}expand`, expansion * channels, 1, 1);
        normalise(`${prefix}expand_BN`);
        relu6(`${prefix}expand_relu`);
      }
      if (stride === 2) {
        const before = size % 2;
        append({
          kind: 'zeroPad',
          name: `${prefix}pad`,
          from: last,
          padding: [
            [before, 1],
            [before, 1],
          ],
        });
        size = Math.ceil(size / 2);
      }
      append({
        kind: 'depthwiseConv',
        name: `${prefix}depthwise`,
        from: last,
        kernelSize: 3,
        stride,
        padding: stride === 1 ? 'same' : 'valid',
      });
      normalise(`${prefix}depthwise_BN`);
      relu6(`${prefix}depthwise_relu`);
      convolution(`${prefix}project`, filters, 1, 1);
      normalise(`${prefix}project_BN`);
      if (stride === 1 && entry.channels === filters) {
        append({ kind: 'add', name: `${prefix}add`, from: entry.name, plus: last });
      }
    }
  }

  convolution('Conv_1', alpha > 1 ? multipleOfEight(1280 * alpha) : 1280, 1, 1);
  normalise('Conv_1_bn');
  relu6('out_relu');
  append({ kind: 'globalAveragePool', name: 'global_average_pooling2d', from: last });
  return layers;
}

/** The multiple of 8 nearest to a width, at least 8 and never more than a tenth below it. */
function multipleOfEight(width: number): number {
  const rounded = Math.max(8, Math.floor((width + 4) / 8) * 8);
  return rounded < 0.9 * width ? rounded + 8 : rounded;
}
