import { Random } from '@bestiary/metrics/random';
import { describe, expect, it } from 'vitest';
import { CmaEs } from './cma-es.ts';
import { normalQuantile } from './normal-distribution.ts';

describe('CMA-ES', () => {
  it('walks down a long, tilted, narrow valley', () => {
    const random = new Random(2);
    const state = new CmaEs(new Float64Array(5).fill(0.5), 0.2);
    // stretched by 1000 along a tilted axis
    const loss = (x: Float64Array) => {
      const sum = x.reduce((a, b) => a + b - 0.2, 0);
      return sum * sum * 1e3 + x.reduce((a, b, i) => a + (b - 0.2) ** 2 * (i + 1), 0);
    };
    for (let generation = 0; generation < 250; generation++) {
      const points = Array.from({ length: state.population }, () =>
        state.pointAt(Array.from({ length: 5 }, () => normalQuantile(random.uniform()))),
      );
      state.update(points.sort((a, b) => loss(a) - loss(b)));
    }
    expect(loss(state.mean)).toBeLessThan(1e-12);
  });

  it('is not thrown off by points from far away', () => {
    const state = new CmaEs(Float64Array.of(0.5, 0.5), 0.001);
    for (let generation = 0; generation < 5; generation++)
      state.update(Array.from({ length: state.population }, (_, i) => [i % 2, (i + generation) % 2]));
    const point = state.pointAt([1, 1]);
    expect(point.every(Number.isFinite)).toBe(true);
    expect(Math.abs(state.mean[0]! - 0.5)).toBeLessThan(0.2);
  });
});
