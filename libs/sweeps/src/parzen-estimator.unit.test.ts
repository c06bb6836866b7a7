import { SpaceParam } from '@bestiary/contracts/sweep';
import { Random } from '@bestiary/metrics/random';
import { describe, expect, it } from 'vitest';
import { ParzenEstimator } from './parzen-estimator.ts';
import { scaleOf } from './scale-of.ts';

const scale = (param: unknown) => scaleOf(SpaceParam.parse(param));
const line = scale({ type: 'float', low: 0, high: 1 });
const stepped = scale({ type: 'int', low: 1, high: 20, log: true });
const set = scale({ type: 'categorical', choices: ['a', 'b', 'c'] });

describe('a Parzen estimator', () => {
  const density = new ParzenEstimator(
    [line, stepped, set],
    [
      [0.1, stepped.middle(2), set.middle(0)],
      [0.15, stepped.middle(18), set.middle(2)],
      [0.9, stepped.middle(3), set.middle(0)],
    ],
    [1, 0.5, 1],
  );

  it('has a density of integral 1', () => {
    let sum = 0;
    const parts = 400;
    for (let i = 0; i < parts; i++)
      for (let place = 0; place < 20; place++)
        for (let choice = 0; choice < 3; choice++)
          sum +=
            Math.exp(density.logDensity([(i + 0.5) / parts, stepped.middle(place), set.middle(choice)])) /
            parts;
    expect(sum).toBeCloseTo(1, 4);
  });

  it('draws points as often as its density says', () => {
    const random = new Random(3);
    const draws = 20_000;
    const seen = { low: 0, choice: 0, five: 0 };
    for (let i = 0; i < draws; i++) {
      const point = density.sample(random);
      if (point[0]! < 0.25) seen.low += 1;
      if (set.placeOf(point[2]!) === 0) seen.choice += 1;
      if (stepped.placeOf(point[1]!) === 4) seen.five += 1;
    }
    const expected = { low: 0, choice: 0, five: 0 };
    const parts = 400;
    for (let i = 0; i < parts; i++)
      for (let place = 0; place < 20; place++)
        for (let choice = 0; choice < 3; choice++) {
          const x = (i + 0.5) / parts;
          const p = Math.exp(density.logDensity([x, stepped.middle(place), set.middle(choice)])) / parts;
          if (x < 0.25) expected.low += p;
          if (choice === 0) expected.choice += p;
          if (place === 4) expected.five += p;
        }
    for (const key of ['low', 'choice', 'five'] as const)
      expect(Math.abs(seen[key] / draws - expected[key])).toBeLessThan(0.015);
  });

  it('is uniform before it has seen a point, but for the bend of its wide prior', () => {
    const nothing = new ParzenEstimator([line, set], [], []);
    const ratio = Math.exp(nothing.logDensity([0.5, 0.2]) - nothing.logDensity([0, 0.9]));
    expect(ratio).toBeCloseTo(Math.exp(0.125), 10);
  });
});
