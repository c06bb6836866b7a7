import tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { batchNormalise, differentiableBatchNorm, differentiableRelu6 } from './native-op.ts';

const EPSILON = 1e-3;
const x = tf.randomNormal<tf.Rank.R4>([4, 5, 5, 3], 1, 2, 'float32', 1);
const slopes = tf.randomNormal<tf.Rank.R4>([4, 5, 5, 3], 0, 1, 'float32', 2);
const gamma = tf.tensor1d([1, 2, 0.5]);
const beta = tf.tensor1d([0.1, 0, -0.2]);

/** Batch norm written out in tfjs' own differentiable operations. */
function plainBatchNorm(input: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(input, [0, 1, 2]);
  return input.sub(mean).div(variance.add(EPSILON).sqrt()).mul(scale).add(offset);
}

function largestDifference(a: tf.Tensor, b: tf.Tensor): number {
  return a.sub(b).abs().max().dataSync()[0]!;
}

test("TensorFlow's fused batch norm has the gradients of batch norm written out", () => {
  const fused = tf.valueAndGrads((...[input, scale, offset]: tf.Tensor[]) =>
    differentiableBatchNorm(input as tf.Tensor4D, scale as tf.Tensor1D, offset as tf.Tensor1D, EPSILON)
      .mul(slopes)
      .sum(),
  )([x, gamma, beta]);
  const plain = tf.valueAndGrads((...[input, scale, offset]: tf.Tensor[]) =>
    plainBatchNorm(input!, scale!, offset!).mul<tf.Tensor>(slopes).sum(),
  )([x, gamma, beta]);
  expect(largestDifference(fused.value, plain.value)).toBeLessThan(1e-3);
  fused.grads.forEach((gradient, i) =>
    expect(largestDifference(gradient, plain.grads[i]!)).toBeLessThan(1e-4),
  );
});

test('measured statistics are those of the batch', () => {
  const { value, mean, variance } = batchNormalise(x, gamma, beta, EPSILON);
  const moments = tf.moments(x, [0, 1, 2]);
  expect(largestDifference(mean, moments.mean)).toBeLessThan(1e-5);
  expect(largestDifference(variance, moments.variance.mul(100 / 99))).toBeLessThan(1e-4);
  expect(largestDifference(value, plainBatchNorm(x, gamma, beta))).toBeLessThan(1e-5);
});

test('relu6 passes gradients between 0 and 6 only', () => {
  const gradient = tf.grad((input: tf.Tensor) => differentiableRelu6(input as tf.Tensor4D).sum())(
    tf.tensor4d([-1, 0.5, 5.5, 7], [1, 2, 2, 1]),
  );
  expect([...gradient.dataSync()]).toEqual([0, 1, 1, 0]);
});
