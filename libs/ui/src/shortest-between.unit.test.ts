import { expect, it } from 'vitest';
import { shortestBetween } from './shortest-between.ts';

it('a threshold has as many decimals as it needs to lie within its interval', () => {
  expect(shortestBetween(0.2, 0.7)).toBe(0.45);
  expect(shortestBetween(0.37281, 0.37291)).toBe(0.3729);
  expect(shortestBetween(-Number.EPSILON, 0.004)).toBe(0);
  expect(shortestBetween(0, 1e-12)).toBe(5e-13);
});

it('an interval with no decimal inside gives its upper end, which belongs to it', () => {
  expect(shortestBetween(1, 1 + Number.EPSILON)).toBe(1 + Number.EPSILON);
});
