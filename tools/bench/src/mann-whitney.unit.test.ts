import { describe, expect, it } from 'vitest';
import { pLarger } from './mann-whitney.ts';

describe('the one-sided Mann-Whitney test', () => {
  it("has scipy's p-value, with and without ties", () => {
    const a = Array.from({ length: 30 }, (_, i) => ((i * 37) % 101) / 10 + 0.3);
    const b = Array.from({ length: 25 }, (_, i) => ((i * 53) % 97) / 10);
    expect(pLarger(a, b)).toBeCloseTo(0.13592773601391933, 10);
    const few = Array.from({ length: 30 }, (_, i) => i % 5);
    const fewer = Array.from({ length: 30 }, (_, i) => i % 4);
    expect(pLarger(few, fewer)).toBeCloseTo(0.06217573779511083, 10);
  });

  it('says nothing of values that are all the same', () => {
    expect(pLarger([1, 1, 1], [1, 1])).toBe(1);
  });
});
