import { describe, expect, it } from 'vitest';
import { normalBelow, normalQuantile } from './normal-distribution.ts';

describe('the normal distribution', () => {
  it.each([
    [-8, 6.22096057427174e-16],
    [-3, 0.0013498980316300933],
    [-1, 0.15865525393145707],
    [-0.1, 0.460172162722971],
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [2, 0.9772498680518208],
    [7.5, 0.9999999999999681],
  ])('has below %s what scipy says, to 1e-12 of it, and 1e-8 in the far tail', (x, p) => {
    expect(Math.abs(normalBelow(x) / p - 1)).toBeLessThan(x < -7 ? 1e-8 : 1e-12);
  });

  it('has quantiles that lead back to their probability', () => {
    for (const p of [1e-10, 1e-4, 0.02, 0.3, 0.5, 0.77, 0.98, 0.9999])
      expect(Math.abs(normalBelow(normalQuantile(p)) / p - 1)).toBeLessThan(1e-7);
    expect(normalBelow(-40)).toBe(0);
    expect(normalBelow(40)).toBe(1);
  });
});
