import { describe, expect, it } from 'vitest';
import { outcomeRange } from './outcome-range.ts';

describe('the range of outcomes', () => {
  it('leaves out the few that went astray, on the worse side alone', () => {
    const losses = [...Array.from({ length: 19 }, (_, i) => 0.2 + i / 100), 1e6];
    const { low, high, outside } = outcomeRange(losses, 'min')!;
    expect(low).toBeLessThan(0.2);
    expect(high).toBeGreaterThan(0.38);
    expect(high).toBeLessThan(1);
    expect(outside).toBe(1);
    const turned = outcomeRange(
      losses.map((loss) => -loss),
      'max',
    )!;
    expect([turned.low, turned.high, turned.outside]).toEqual([-high, -low, 1]);
  });

  it('holds all where none goes astray, and is wider than nothing where all are the same', () => {
    expect(outcomeRange([3, 1, 2, NaN, Infinity], 'max')).toMatchObject({ outside: 0 });
    const { low, high } = outcomeRange([0.5, 0.5], 'min')!;
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
    expect(outcomeRange([NaN], 'min')).toBeNull();
  });
});
