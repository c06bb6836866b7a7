import tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { pictureStatistics, STATISTIC_COUNT } from './picture-statistics.ts';

/** Values of one statistic over the batch. */
function column(statistics: tf.Tensor2D, index: number): number[] {
  return [...statistics.slice([0, index], [-1, 1]).dataSync()];
}

test('there are as many numbers as announced, of mean 0 and deviation 1 over the batch', () => {
  const images = tf.randomUniform<tf.Rank.R4>([8, 64, 64, 3], -1, 1, 'float32', 5);
  const statistics = pictureStatistics(images);
  expect(statistics.shape).toEqual([8, STATISTIC_COUNT]);
  const { mean, variance } = tf.moments(statistics, 0);
  expect(mean.abs().max().dataSync()[0]).toBeLessThan(1e-2);
  expect(variance.max().dataSync()[0]).toBeLessThan(1.01);
});

test('the first one is the redness of the top left corner', () => {
  const plain = tf.zeros<tf.Rank.R4>([1, 64, 64, 3]);
  const corner = tf.pad4d(tf.ones<tf.Rank.R4>([1, 16, 16, 1]), [
    [0, 0],
    [0, 48],
    [0, 48],
    [0, 2],
  ]);
  const [low, high] = column(pictureStatistics(tf.concat4d([plain, corner], 0)), 0);
  expect(low).toBeCloseTo(-1, 2);
  expect(high).toBeCloseTo(1, 2);
});

test('upright and lying stripes differ in the steepness across, not in colour', () => {
  const stripes = tf.tile(tf.tensor4d([-1, -1, 1, 1], [1, 1, 4, 1]), [1, 64, 16, 3]);
  const lying = stripes.transpose<tf.Tensor4D>([0, 2, 1, 3]);
  const statistics = pictureStatistics(tf.concat4d([stripes, lying], 0));
  const slopes = STATISTIC_COUNT - 48;
  const [upright, flat] = column(statistics, slopes);
  expect(upright).toBeGreaterThan(flat!);
  for (let index = 0; index < 48; index++) {
    for (const value of column(statistics, index)) expect(Math.abs(value)).toBeLessThan(0.1);
  }
});
