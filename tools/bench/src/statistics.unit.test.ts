import { describe, expect, it } from 'vitest';
import { summarise } from './statistics.ts';

describe('summarise', () => {
  it('takes the middle value of an odd count and the mean of the middle two of an even one', () => {
    expect(summarise([5, 1, 3]).median).toBe(3);
    expect(summarise([4, 1, 3, 2]).median).toBe(2.5);
  });
  it('gives the nearest-rank 95th percentile', () => {
    expect(summarise(Array.from({ length: 100 }, (_, i) => i + 1)).p95).toBe(95);
  });
  it('refuses to sum up nothing', () => {
    expect(() => summarise([])).toThrow('nothing was measured');
  });
});
