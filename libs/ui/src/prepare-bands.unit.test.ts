import { expect, it } from 'vitest';
import { bandOf } from './prepare-bands.ts';

it('has mean, sample deviation and n at every step that a run has', () => {
  const band = bandOf([
    { x: [0, 1, 2], values: [1, 2, 3] },
    { x: [0, 1], values: [3, 4] },
  ]);
  expect(band.x).toEqual([0, 1, 2]);
  expect(band.mean).toEqual([2, 3, 3]);
  expect(band.n).toEqual([2, 2, 1]);
  expect(band.deviation[0]).toBeCloseTo(Math.SQRT2, 12);
  expect(band.deviation[2]).toBeNaN();
});

it('a curve with fewer points counts between them, not beyond its ends', () => {
  const band = bandOf([
    { x: [0, 4], values: [0, 4] },
    { x: [1, 2, 3, 4, 5], values: [1, 2, 3, 4, 5] },
  ]);
  expect(band.mean).toEqual([0, 1, 2, 3, 4, 5]);
  expect(band.n).toEqual([1, 2, 2, 2, 2, 1]);
});

it('a gap of one run leaves the others', () => {
  const band = bandOf([
    { x: [0, 1], values: [1, NaN] },
    { x: [0, 1], values: [1, 5] },
  ]);
  expect(band.mean).toEqual([1, 5]);
  expect(band.n).toEqual([2, 1]);
});

it('many places are thinned to a few hundred', () => {
  const x = Array.from({ length: 5_000 }, (_, i) => i);
  const band = bandOf([{ x, values: x }]);
  expect(band.x.length).toBe(400);
  expect(band.mean.at(-1)).toBe(4_999);
});
