import { describe, expect, it } from 'vitest';
import { randomFrom } from './random.ts';

describe('randomFrom', () => {
  it('gives the same sequence for the same key, on every machine', () => {
    const random = randomFrom('7/bear/0');
    expect([random.unit(), random.unit(), random.unit()].map((value) => value.toFixed(9))).toEqual([
      '0.241810588',
      '0.149057685',
      '0.569435975',
    ]);
  });

  it('gives unrelated sequences for neighbouring keys', () => {
    const first = Array.from({ length: 400 }, (_, i) => randomFrom(`7/bear/${i}`).unit());
    expect(new Set(first).size).toBe(400);
    const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
    expect(mean).toBeGreaterThan(0.45);
    expect(mean).toBeLessThan(0.55);
  });

  it('forks by key alone: what was drawn before does not matter', () => {
    const a = randomFrom('k');
    const b = randomFrom('k');
    b.unit();
    expect(a.fork('part').unit()).toBe(b.fork('part').unit());
  });

  it('shuffles to a permutation and leaves its argument alone', () => {
    const items = [1, 2, 3, 4, 5, 6];
    const shuffled = randomFrom('s').shuffled(items);
    expect([...shuffled].sort()).toEqual(items);
    expect(items).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('picks keys in proportion to their weights', () => {
    const random = randomFrom('w');
    let rare = 0;
    for (let i = 0; i < 4_000; i++) if (random.weighted({ common: 9, rare: 1 }) === 'rare') rare++;
    expect(rare / 4_000).toBeCloseTo(0.1, 1);
  });
});
