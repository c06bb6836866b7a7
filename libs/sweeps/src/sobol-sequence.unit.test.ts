import { describe, expect, it } from 'vitest';
import { scrambledSobol, SOBOL_DIMENSIONS, sobolBits } from './sobol-sequence.ts';

/** The place of a point in each dimension when it is cut into `cells` equal parts. */
function cells(
  index: number,
  dimensions: readonly number[],
  parts: readonly number[],
  seed?: number,
): string {
  return dimensions
    .map((dimension, i) => {
      const x =
        seed === undefined
          ? sobolBits(index, dimension) / 2 ** 32
          : scrambledSobol(index, dimension, seed + dimension);
      return Math.floor(x * parts[i]!);
    })
    .join();
}

describe('the Sobol sequence', () => {
  it('has the points of Joe and Kuo, as scipy numbers them plainly', () => {
    const point = (index: number) => Array.from({ length: 8 }, (_, d) => sobolBits(index, d) / 2 ** 32);
    expect(point(0)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(point(1)).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    // scipy's third and fourth points change places: it counts by Gray code
    expect(point(3)).toEqual([0.75, 0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75]);
    expect(point(2)).toEqual([0.25, 0.75, 0.75, 0.75, 0.25, 0.25, 0.75, 0.25]);
    expect(point(6)).toEqual([0.375, 0.375, 0.625, 0.875, 0.375, 0.125, 0.375, 0.875]);
    expect([20, 40, 63].map((d) => sobolBits(13 ^ (13 >> 1), d) / 2 ** 32)).toEqual([0.5625, 0.9375, 0.0625]);
  });

  it('has one point in each of 2^k equal parts of every dimension, plain and scrambled', () => {
    for (const seed of [undefined, 1, 77])
      for (let d = 0; d < SOBOL_DIMENSIONS; d++)
        expect(new Set(Array.from({ length: 256 }, (_, i) => cells(i, [d], [256], seed))).size).toBe(256);
  });

  it('has one of 256 points in each box of 2^-8 over the first two dimensions, scrambled too', () => {
    for (const seed of [undefined, 5])
      for (let power = 0; power <= 8; power++) {
        const parts = [2 ** power, 2 ** (8 - power)];
        expect(new Set(Array.from({ length: 256 }, (_, i) => cells(i, [0, 1], parts, seed))).size).toBe(256);
      }
  });

  it('is scrambled to uniform: over seeds, a point lies anywhere', () => {
    const tenths = new Int32Array(10);
    for (let seed = 0; seed < 5_000; seed++)
      tenths[Math.floor(scrambledSobol(3, 4, seed * 2_654_435_769) * 10)]! += 1;
    for (const count of tenths) expect(Math.abs(count - 500)).toBeLessThan(100);
  });
});
