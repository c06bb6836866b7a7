import { expect, it } from 'vitest';
import { movingAverage } from './moving-average.ts';

it('a constant stays what it is from the first value on: the start is not pulled to 0', () => {
  for (const value of movingAverage([2, 2, 2, 2], 0.9)) expect(value).toBeCloseTo(2, 12);
});

it('is the weighted mean of all before', () => {
  const [, , third] = movingAverage([1, 2, 4], 0.5);
  expect(third).toBeCloseTo((0.25 * 1 + 0.5 * 2 + 1 * 4) / 1.75, 12);
});

it('what is not finite stays and does not count', () => {
  expect(Array.from(movingAverage([1, NaN, Infinity, 1], 0.5))).toEqual([1, NaN, Infinity, 1]);
});
