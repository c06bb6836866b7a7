import type * as Tfjs from '@tensorflow/tfjs-core';
import { type Activation } from './activation.ts';
import { type Backbone } from './backbone.ts';
import { type Backend } from './backend.ts';
import { type FoldedConv, type FoldedGraph } from './folded-graph.ts';
import { featureCount } from './layer-graph.ts';
import { type BackboneSpec } from './backbone-spec.ts';

/** Activations that TensorFlow.js has fused with a convolution; the others are operations of their own. */
const FUSED = { linear: 'linear', relu: 'relu', relu6: 'relu6' } as const;

/** A backbone that can be looked into. */
export interface TfjsBackbone extends Backbone {
  /**
   * The mean of every channel over the images and their positions, by the output of each step (and the input's).
   *
   * @param images as for `features`
   */
  channelMeans(images: Float32Array): Promise<Map<string, Float32Array>>;
}

/** Runs a folded graph on TensorFlow.js: one fused operation a convolution. */
export function tfjsBackbone(spec: BackboneSpec, folded: FoldedGraph, { tf }: Backend): TfjsBackbone {
  const tensors = new Map<string, { kernel: Tfjs.Tensor4D; bias: Tfjs.Tensor1D }>();
  for (const step of folded.steps) {
    if (step.kind !== 'conv' && step.kind !== 'depthwiseConv') continue;
    tensors.set(step.name, {
      kernel: tf.tensor4d(step.kernel, [...step.kernelShape]),
      bias: tf.tensor1d(step.bias),
    });
  }
  const pixels = spec.inputSize * spec.inputSize * 3;

  const isFused = (activation: Activation): activation is keyof typeof FUSED => activation in FUSED;
  const activate = (x: Tfjs.Tensor, activation: Activation): Tfjs.Tensor => {
    switch (activation) {
      case 'linear':
        return x;
      case 'relu':
        return tf.relu(x);
      case 'relu6':
        return tf.relu6(x);
      case 'sigmoid':
        return tf.sigmoid(x);
      case 'swish':
        return tf.mul(x, tf.sigmoid(x));
      case 'hardSigmoid':
        return tf.mul(tf.relu6(tf.add(x, 3)), 1 / 6);
      case 'hardSwish':
        return tf.mul(x, tf.mul(tf.relu6(tf.add(x, 3)), 1 / 6));
    }
  };

  const convolve = (step: FoldedConv, x: Tfjs.Tensor4D): Tfjs.Tensor => {
    const { kernel, bias } = tensors.get(step.name)!;
    const options = {
      x,
      filter: kernel,
      strides: step.stride,
      pad: step.padding,
      bias,
      activation: isFused(step.activation) ? FUSED[step.activation] : ('linear' as const),
    };
    const y = step.kind === 'conv' ? tf.fused.conv2d(options) : tf.fused.depthwiseConv2d(options);
    return isFused(step.activation) ? y : activate(y, step.activation);
  };

  /** @param visit sees each output while it lives */
  const run = (images: Float32Array, visit?: (name: string, output: Tfjs.Tensor) => void): Tfjs.Tensor =>
    tf.tidy(() => {
      if (images.length % pixels !== 0)
        throw new RangeError(`${images.length} numbers are no whole count of ${spec.inputSize} px images`);
      const { inputSize: size, preprocessing } = spec;
      const raw = tf.tensor4d(images, [images.length / pixels, size, size, 3]);
      let last: Tfjs.Tensor = tf.add(tf.mul(raw, [...preprocessing.scale]), [...preprocessing.offset]);
      const outputs = new Map([[folded.input, last]]);
      visit?.(folded.input, last);
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
          case 'activation':
            last = activate(x, step.activation);
            break;
          case 'multiply':
            last = tf.mul(x, outputs.get(step.by)!);
            break;
          case 'globalAveragePool':
            last = tf.mean(x, [1, 2], step.keepDims);
            break;
        }
        outputs.set(step.output, last);
        visit?.(step.output, last);
      }
      return last;
    });

  return {
    name: spec.name,
    inputSize: spec.inputSize,
    featureCount: featureCount(spec),
    async features(images) {
      const output = run(images);
      const features = await output.data<'float32'>();
      output.dispose();
      return features;
    },
    async channelMeans(images) {
      const means = new Map<string, Tfjs.Tensor>();
      tf.dispose(
        run(images, (name, output) => {
          const positions = Array.from({ length: output.rank - 1 }, (_, axis) => axis);
          means.set(name, tf.keep(tf.mean(output, positions)));
        }),
      );
      const found = new Map<string, Float32Array>();
      for (const [name, mean] of means) found.set(name, await mean.data<'float32'>());
      tf.dispose([...means.values()]);
      return found;
    },
    dispose() {
      for (const { kernel, bias } of tensors.values()) tf.dispose([kernel, bias]);
      tensors.clear();
    },
  };
}
