import { expect, it } from 'vitest';
import { scaleOf } from './field-scale.ts';

it('numbers that span a lot are placed by their logarithm, others linearly', () => {
  const rates = scaleOf([1e-4, 1e-3, 1e-2]);
  expect(rates.kind).toBe('log');
  expect(rates.placeOf(1e-3)).toBeCloseTo(0.5, 12);
  expect(rates.ticks.map(({ label }) => label)).toEqual(['0.0001', '0.001', '0.01']);
  const shares = scaleOf([0.2, 0.4, 0.6]);
  expect(shares.kind).toBe('linear');
  expect(shares.placeOf(0.4)).toBeCloseTo(0.5, 12);
});

it('one word makes all of them categories, numbers by size', () => {
  const scale = scaleOf(['10', 9, 'none', null]);
  expect(scale.ticks.map(({ label }) => label)).toEqual(['9', '10', 'none']);
  expect(scale.placeOf('none')).toBe(1);
  expect(scale.placeOf(null)).toBeNull();
});

it('what is no number has no place, and one value stands in the middle', () => {
  const scale = scaleOf([NaN, 3, Infinity]);
  expect([scale.placeOf(NaN), scale.placeOf(3), scale.placeOf(Infinity)]).toEqual([null, 0.5, null]);
  expect(scaleOf([null]).ticks).toEqual([]);
});

it('negative numbers are never on a logarithmic scale', () => {
  expect(scaleOf([-1, 100], 'log').kind).toBe('linear');
});

it('ticks are round and within the range', () => {
  const { ticks } = scaleOf([0.113, 0.87]);
  expect(ticks.map(({ label }) => label)).toEqual(['0.2', '0.4', '0.6', '0.8']);
});
