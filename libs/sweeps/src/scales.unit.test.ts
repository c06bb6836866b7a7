import { SpaceParam } from '@bestiary/contracts/sweep';
import { describe, expect, it } from 'vitest';
import { type Scale } from './scale.ts';
import { scaleOf } from './scale-of.ts';

const scale = (param: unknown): Scale => scaleOf(SpaceParam.parse(param));

describe('a logarithmic float', () => {
  const rate = scale({ type: 'float', low: 1e-5, high: 1e-1, log: true });

  it('has its geometric mean in the middle, and its ends at the ends', () => {
    expect(rate.fromUnit(0.5)).toBeCloseTo(1e-3, 10);
    expect(rate.fromUnit(0)).toBe(1e-5);
    expect(rate.fromUnit(1)).toBe(1e-1);
    expect(rate.toUnit(1e-4)).toBeCloseTo(0.25, 12);
  });

  it('has no coordinate for a value outside, for NaN, or for a text', () => {
    for (const value of [1e-6, 1, NaN, '0.001', true]) expect(rate.toUnit(value)).toBeUndefined();
  });
});

describe('a float with steps', () => {
  it('has decimal values as they are written, the last one below high', () => {
    const dropout = scale({ type: 'float', low: 0, high: 0.65, step: 0.1 });
    expect(dropout.count).toBe(7);
    const values = Array.from({ length: 7 }, (_, place) => dropout.fromUnit(dropout.middle(place)));
    expect(values).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    expect(dropout.toUnit(0.3)).toBe(dropout.toUnit(0.1 + 0.2));
    expect(dropout.toUnit(0.25)).toBeUndefined();
  });
});

describe.each([
  ['int', { type: 'int', low: 1, high: 64, log: true }, 64],
  ['int with steps', { type: 'int', low: 0, high: 100, step: 7 }, 15],
  ['int from 3 with log and step', { type: 'int', low: 3, high: 99, step: 4, log: true }, 25],
  ['ordinal', { type: 'ordinal', values: [96, 128, 160] }, 3],
  ['categorical', { type: 'categorical', choices: ['a', 'b', 3, true] }, 4],
  ['boolean', { type: 'boolean' }, 2],
  ['fixed', { type: 'fixed', value: 20 }, 1],
])('the finite scale of %s', (_, param, count) => {
  const finite = scale(param);

  it('gives each value a cell, side by side, that leads back to it', () => {
    expect(finite.count).toBe(count);
    expect(finite.edge(0)).toBe(0);
    expect(finite.edge(count)).toBe(1);
    for (let place = 0; place < count; place++) {
      const [low, high] = [finite.edge(place), finite.edge(place + 1)];
      expect(high).toBeGreaterThan(low);
      const middle = finite.middle(place);
      expect(middle).toBeGreaterThan(low);
      expect(middle).toBeLessThan(high);
      for (const unit of [low + 1e-9, middle, high - 1e-9]) {
        expect(finite.placeOf(unit)).toBe(place);
        expect(finite.toUnit(finite.fromUnit(unit))).toBe(middle);
      }
    }
  });
});

describe('a logarithmic int', () => {
  it('draws 1 of 1..64 as often as log 3 of log 129', () => {
    const batch = scale({ type: 'int', low: 1, high: 64, log: true });
    expect(batch.edge(1)).toBeCloseTo(Math.log(3) / Math.log(129), 12);
  });
});
