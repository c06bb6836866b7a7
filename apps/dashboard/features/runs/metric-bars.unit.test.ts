import type { Json } from '@bestiary/contracts/json';
import { expect, it } from 'vitest';
import { barRange, barShare, metricOf } from './metric-bars.ts';

const runs = (...values: Json[]) => values.map((value) => ({ values: { 'metrics.f1': value } }));

it('bars begin at 0, so that twice the value is twice the bar', () => {
  const range = barRange(runs(0.4, 0.8), 'metrics.f1')!;
  expect(range).toEqual({ from: 0, to: 0.8 });
  expect(barShare(0.4, range)).toBe(0.5);
});

it('negative values move the beginning', () => {
  const range = barRange(runs(-1, 3), 'metrics.f1')!;
  expect([-1, 0, 3].map((value) => barShare(value, range))).toEqual([0, 0.25, 1]);
});

it('what is not finite neither stretches the bars nor has one', () => {
  const range = barRange(runs('NaN', 'Infinity', 2), 'metrics.f1')!;
  expect(range).toEqual({ from: 0, to: 2 });
  expect(barShare(Number.NaN, range)).toBe(0);
  expect(barShare(Number.POSITIVE_INFINITY, range)).toBe(0);
});

it('a column without values has no bars', () => {
  expect(barRange([{ values: {} }], 'metrics.f1')).toBeUndefined();
  expect(metricOf({ values: {} }, 'metrics.f1')).toBeUndefined();
});
