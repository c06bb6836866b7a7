import { expect, it } from 'vitest';
import { balancedClassWeights } from './class-weights.ts';

it('lets every class count alike, with a mean weight of 1 a row', () => {
  const labels = Int32Array.of(0, 0, 0, 1, 1, 2);
  const weights = balancedClassWeights(labels, 3);
  expect(weights).toEqual([2 / 3, 1, 2]);
  expect(labels.reduce((sum, label) => sum + weights[label]!, 0)).toBeCloseTo(6, 12);
});

it('gives a class without rows no weight, not an infinite one', () => {
  expect(balancedClassWeights(Int32Array.of(0, 2), 3)).toEqual([1 / 3, 0, 1 / 3].map((w) => w * 2));
});
