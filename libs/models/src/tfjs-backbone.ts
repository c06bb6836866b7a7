import type * as Tfjs from '@tensorflow/tfjs-core';
import { type Backbone } from './backbone.ts';
import { type Backend } from './backend.ts';
import { type FoldedConv, type FoldedGraph } from './folded-graph.ts';
import { featureCount } from './layer-graph.ts';
import { type BackboneSpec } from './mobilenet-v2.ts';

/** Runs a folded graph on TensorFlow.js: one fused operation a convolution. */
export function tfjsBackbone(spec: BackboneSpec, folded: FoldedGraph, { tf }: Backend): Backbone {
  const tensors = new Map<string, { kernel: Tfjs.Tensor4D; bias: Tfjs.Tensor1D }>();
  for (const step of folded.steps) {
    if (step.kind !== 'conv' && step.kind !== 'depthwiseConv') continue;
    tensors.set(step.name, {
      kernel: tf.tensor4d(step.kernel, [...step.kernelShape]),
      bias: tf.tensor1d(step.bias),
    });
  }
  const pixels = spec.inputSize * spec.inputSize * 3;

  const convolve = (step: FoldedConv, x: Tfjs.Tensor4D): Tfjs.Tensor4D => {
    const { kernel, bias } = tensors.get(step.name)!;
    const options = {
      x,
      filter: kernel,
      strides: step.stride,
      pad: step.padding,
      bias,
      activation: step.relu6 ? ('relu6' as const) : ('linear' as const),
    };
    return step.kind === 'conv' ? tf.fused.conv2d(options) : tf.fused.depthwiseConv2d(options);
  };

  const run = (images: Float32Array): Tfjs.Tensor =>
    tf.tidy(() => {
      const { inputSize: size, preprocessing } = spec;
      const raw = tf.tensor4d(images, [images.length / pixels, size, size, 3]);
      const outputs = new Map<string, Tfjs.Tensor>([
        [folded.input, tf.add(tf.mul(raw, preprocessing.scale), preprocessing.offset)],
      ]);
      let last: Tfjs.Tensor = raw;
      for (const step of folded.steps) {
        const x = outputs.get(step.from) as Tfjs.Tensor4D;
        switch (step.kind) {
          case 'conv':
          case 'depthwiseConv':
            last = convolve(step, x);
            break;
          case 'zeroPad': {
            const [[top, bottom], [left, right]] = step.padding;
            last = tf.pad(x, [
              [0, 0],
              [top, bottom],
              [left, right],
              [0, 0],
            ]);
            break;
          }
          case 'add':
            last = tf.add(x, outputs.get(step.plus)!);
            break;
          case 'globalAveragePool':
            last = tf.mean(x, [1, 2]);
            break;
        }
        outputs.set(step.output, last);
      }
      return last;
    });

  return {
    name: spec.name,
    inputSize: spec.inputSize,
    featureCount: featureCount(spec),
    async features(images) {
      if (images.length % pixels !== 0)
        throw new RangeError(`${images.length} numbers are no whole count of ${spec.inputSize} px images`);
      const output = run(images);
      const features = await output.data<'float32'>();
      output.dispose();
      return features;
    },
    dispose() {
      for (const { kernel, bias } of tensors.values()) tf.dispose([kernel, bias]);
      tensors.clear();
    },
  };
}
