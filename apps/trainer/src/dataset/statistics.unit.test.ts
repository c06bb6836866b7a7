import type { CheckedImage } from '@bestiary/datasets/batches';
import { describe, expect, it } from 'vitest';
import { countBy, describeSizes, exactDuplicates } from './statistics.ts';

function image(path: string, width: number, sha256: string): CheckedImage {
  return {
    path,
    file: `/${path}`,
    label: 0,
    sha256,
    format: 'jpeg',
    bytes: 10,
    width,
    height: 2 * width,
    warnings: [],
  };
}
const images = [
  image('a/1.jpg', 10, 'x'),
  image('a/2.jpg', 30, 'y'),
  image('b/3.jpg', 20, 'x'),
  image('b/4.jpg', 40, 'z'),
];

describe('statistics of images', () => {
  it('give the median of an even number as the mean of the middle two', () => {
    expect(describeSizes(images)).toEqual({
      width: { min: 10, median: 25, max: 40 },
      height: { min: 20, median: 50, max: 80 },
      bytes: 40,
    });
  });

  it('are zero without images', () => {
    expect(describeSizes([]).width).toEqual({ min: 0, median: 0, max: 0 });
  });

  it('find files with the same bytes, also across classes', () => {
    expect(exactDuplicates(images)).toEqual([['a/1.jpg', 'b/3.jpg']]);
  });

  it('count by name', () => {
    expect(countBy(['b', 'a', 'b'], (name) => name)).toEqual({ b: 2, a: 1 });
  });
});
