import { expect, test } from 'vitest';
import { learningRateFactor, sceneShareAt, sizeAt } from './schedule.ts';

const STEPS = 1_000;
const steps = Array.from({ length: STEPS }, (_, step) => step);

test('pictures never shrink, and every size is halved five times without a remainder', () => {
  const sizes = steps.map((step) => sizeAt(step, STEPS));
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  expect(sizes.every((size) => size % 32 === 0)).toBe(true);
});

test('the learning rate rises to its peak and ends near zero', () => {
  const factors = steps.map((step) => learningRateFactor(step, STEPS));
  expect(factors[0]).toBeGreaterThan(0);
  expect(Math.max(...factors)).toBe(1);
  expect(factors.at(-1)).toBeLessThan(1e-3);
});

test('training begins without scenes and never goes back to fewer', () => {
  const shares = steps.map((step) => sceneShareAt(step, STEPS));
  expect(shares[0]).toBe(0);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBeCloseTo(0.6);
});
