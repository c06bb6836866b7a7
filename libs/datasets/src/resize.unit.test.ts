import { describe, expect, it } from 'vitest';
import { type ResizeMode, type RgbImage, resizeBilinear } from './resize.ts';

const pixels = [10, 200, 30, 250, 0, 90, 7, 77, 177, 1, 2, 3, 255, 128, 64, 90, 60, 30];
const resized = (image: RgbImage, size: number, mode: ResizeMode) => {
  const out = new Float32Array(size * size * 3).fill(-1);
  resizeBilinear(image, size, mode, out);
  return [...out];
};
const image = (width: number, height: number): RgbImage => ({ data: Uint8Array.from(pixels), width, height });

/** Expected values: TensorFlow 2.21, `tf.image.resize(image, [size, size])`. */
describe('resizeBilinear', () => {
  it('shrinks as TensorFlow does', () => {
    expect(resized(image(3, 2), 2, 'stretch')).toEqual([
      70, 150, 45, 67.75, 57.75, 155.25, 64.5, 33.5, 18.25, 131.25, 77, 38.5,
    ]);
  });

  it('enlarges as TensorFlow does: edges are repeated', () => {
    expect(resized(image(3, 2), 3, 'stretch')).toEqual([
      10, 200, 30, 250, 0, 90, 7, 77, 177, 5.5, 101, 16.5, 252.5, 64, 77, 48.5, 68.5, 103.5, 1, 2, 3, 255,
      128, 64, 90, 60, 30,
    ]);
    expect(resized(image(2, 3), 4, 'stretch')).toEqual([
      10, 200, 30, 70, 150, 45, 190, 50, 75, 250, 0, 90, 8.125, 123.125, 121.875, 29.6875, 92.65625, 100.3125,
      72.8125, 31.71875, 57.1875, 94.375, 1.25, 35.625, 100, 96.125, 134.625, 83.59375, 78.03125, 104.25,
      50.78125, 41.84375, 43.5, 34.375, 23.75, 13.125, 255, 128, 64, 213.75, 111, 55.5, 131.25, 77, 38.5, 90,
      60, 30,
    ]);
  });

  it('leaves an image of the right size as it is', () => {
    const square = { data: Uint8Array.from(pixels.slice(0, 12)), width: 2, height: 2 };
    for (const mode of ['stretch', 'crop', 'pad'] as const) {
      expect(resized(square, 2, mode)).toEqual(pixels.slice(0, 12));
    }
  });

  it('crop takes the largest square, its start rounded down', () => {
    expect(resized(image(3, 2), 2, 'crop')).toEqual([...pixels.slice(0, 6), ...pixels.slice(9, 15)]);
    expect(resized(image(1, 6), 1, 'crop')).toEqual(pixels.slice(6, 9));
  });

  it('pad keeps the aspect ratio, centres, and writes the bars black', () => {
    expect(resized(image(6, 1), 6, 'pad')).toEqual([
      ...Array<number>(36).fill(0),
      ...pixels,
      ...Array<number>(54).fill(0),
    ]);
  });

  it('an image far longer than wide keeps one row or column of pixels', () => {
    expect(resized({ data: new Uint8Array(300).fill(9), width: 100, height: 1 }, 4, 'pad')).toContain(9);
  });
});
