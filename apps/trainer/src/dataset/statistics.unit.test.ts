import type { CheckedImage } from '@bestiary/datasets/batches';
import { describe, expect, it } from 'vitest';
import { countBy, describeBalance, describeSizes } from './statistics.ts';

function image(path: string, width: number): CheckedImage {
  return {
    path,
    file: `/${path}`,
    label: 0,
    sha256: path,
    format: 'jpeg',
    bytes: 10,
    width,
    height: 2 * width,
    warnings: [],
  };
}
const images = [image('a/1.jpg', 10), image('a/2.jpg', 30), image('b/3.jpg', 20), image('b/4.jpg', 40)];

describe('statistics of images', () => {
  it('give the median of an even number as the mean of the middle two', () => {
    expect(describeSizes(images)).toEqual({
      width: { min: 10, median: 25, max: 40 },
      height: { min: 20, median: 50, max: 80 },
      aspectRatio: { min: 0.5, median: 0.5, max: 0.5 },
      fileBytes: { min: 10, median: 10, max: 10 },
      bytes: 40,
    });
  });

  it('are zero without images', () => {
    expect(describeSizes([]).width).toEqual({ min: 0, median: 0, max: 0 });
  });

  it('compare the smallest class with the largest', () => {
    expect(describeBalance(['a', 'b', 'c'], [0, 1, 1, 1, 2, 2])).toEqual({
      smallest: { className: 'a', images: 1, share: 1 / 6 },
      largest: { className: 'b', images: 3, share: 0.5 },
      ratio: 3,
    });
    expect(describeBalance(['a', 'b'], [1]).ratio).toBeNull();
  });

  it('count by name', () => {
    expect(countBy(['b', 'a', 'b'], (name) => name)).toEqual({ b: 2, a: 1 });
  });
});
