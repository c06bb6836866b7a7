import { expect, it } from 'vitest';
import { barOf, barWords, prepareHistogram } from './prepare-histogram.ts';

it('every value is in one bar, 1 in the last', () => {
  expect([0, 0.0999, 0.1, 0.95, 1].map((value) => barOf(value, 10))).toEqual([0, 0, 1, 9, 9]);
  expect(barWords(3, 40)).toBe('0.075 – 0.100');
});

it('bars count their groups apart', () => {
  const histogram = prepareHistogram([0.05, 0.07, 0.05, 0.5, 1], [0, 0, 1, 1, 1], 2, 4);
  expect([...histogram.counts]).toEqual([2, 1, 0, 0, 0, 1, 0, 1]);
  expect(histogram.largest).toBe(2);
  expect(prepareHistogram([], [], 2, 4).largest).toBe(0);
});
