import type * as Tfjs from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { loadBackend } from './backend.ts';
import { NativeOps } from './native-op.ts';

const { tf } = await loadBackend('tensorflow');
const ops = new NativeOps(tf);
const EPSILON = 1e-3;
const x = tf.randomNormal<Tfjs.Rank.R4>([4, 5, 5, 3], 1, 2, 'float32', 1);
const slopes = tf.randomNormal<Tfjs.Rank.R4>([4, 5, 5, 3], 0, 1, 'float32', 2);
const gamma = tf.tensor1d([1, 2, 0.5]);
const beta = tf.tensor1d([0.1, 0, -0.2]);

/** Batch norm written out in tfjs' own differentiable operations. */
function plainBatchNorm(input: Tfjs.Tensor, scale: Tfjs.Tensor, offset: Tfjs.Tensor): Tfjs.Tensor {
  const { mean, variance } = tf.moments(input, [0, 1, 2]);
  return input.sub(mean).div(variance.add(EPSILON).sqrt()).mul(scale).add(offset);
}

function largestDifference(a: Tfjs.Tensor, b: Tfjs.Tensor): number {
  return a.sub(b).abs().max().dataSync()[0]!;
}

test("TensorFlow's fused batch norm has the gradients of batch norm written out", () => {
  const fused = tf.valueAndGrads((...[input, scale, offset]: Tfjs.Tensor[]) =>
    ops
      .differentiableBatchNorm(
        input as Tfjs.Tensor4D,
        scale as Tfjs.Tensor1D,
        offset as Tfjs.Tensor1D,
        EPSILON,
      )
      .mul(slopes)
      .sum(),
  )([x, gamma, beta]);
  const plain = tf.valueAndGrads((...[input, scale, offset]: Tfjs.Tensor[]) =>
    plainBatchNorm(input!, scale!, offset!).mul<Tfjs.Tensor>(slopes).sum(),
  )([x, gamma, beta]);
  expect(largestDifference(fused.value, plain.value)).toBeLessThan(1e-3);
  fused.grads.forEach((gradient, i) =>
    expect(largestDifference(gradient, plain.grads[i]!)).toBeLessThan(1e-4),
  );
});

test('so has batch norm with the statistics of a population', () => {
  const population = { mean: tf.tensor1d([0.5, -1, 2]), variance: tf.tensor1d([4, 0.3, 1]) };
  const fused = tf.valueAndGrads((...[input, scale, offset]: Tfjs.Tensor[]) =>
    ops
      .differentiableBatchNorm(
        input as Tfjs.Tensor4D,
        scale as Tfjs.Tensor1D,
        offset as Tfjs.Tensor1D,
        EPSILON,
        population,
      )
      .mul(slopes)
      .sum(),
  )([x, gamma, beta]);
  const plain = tf.valueAndGrads((...[input, scale, offset]: Tfjs.Tensor[]) =>
    input!
      .sub(population.mean)
      .div(population.variance.add(EPSILON).sqrt())
      .mul(scale!)
      .add(offset!)
      .mul<Tfjs.Tensor>(slopes)
      .sum(),
  )([x, gamma, beta]);
  expect(largestDifference(fused.value, plain.value)).toBeLessThan(1e-3);
  fused.grads.forEach((gradient, i) =>
    expect(largestDifference(gradient, plain.grads[i]!)).toBeLessThan(1e-4),
  );
});

test('measured statistics are those of the batch', () => {
  const { value, mean, variance } = ops.batchNormalise(x, gamma, beta, EPSILON);
  const moments = tf.moments(x, [0, 1, 2]);
  expect(largestDifference(mean, moments.mean)).toBeLessThan(1e-5);
  expect(largestDifference(variance, moments.variance.mul(100 / 99))).toBeLessThan(1e-4);
  expect(largestDifference(value, plainBatchNorm(x, gamma, beta))).toBeLessThan(1e-5);
});

test('relu6 passes gradients between 0 and 6 only', () => {
  const gradient = tf.grad((input: Tfjs.Tensor) => ops.differentiableRelu6(input as Tfjs.Tensor4D).sum())(
    tf.tensor4d([-1, 0.5, 5.5, 7], [1, 2, 2, 1]),
  );
  expect([...gradient.dataSync()]).toEqual([0, 1, 1, 0]);
});
