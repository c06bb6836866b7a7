import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NumpyRandomState } from './numpy-random.ts';

/** Expected values: numpy 2, `RandomState(seed)._bit_generator.random_raw(…)` and `RandomState(seed).shuffle(list(range(n)))`. */
const shuffled = (seed: number, n: number) => {
  const items = Array.from({ length: n }, (_, i) => i);
  new NumpyRandomState(seed).shuffle(items);
  return items;
};

describe('NumpyRandomState', () => {
  it.each([
    [0, [2357136044, 2546248239, 3071714933, 3626093760, 2588848963], 387547707],
    [123, [2991312382, 3062119789, 1228959102, 1840268610, 974319580], 3961479804],
    [4294967295, [419326371, 479346978, 3918654476, 2416749639, 3388880820], 319045431],
  ])('draws what numpy draws with seed %d, past two twists', (seed, first, draw1300) => {
    const random = new NumpyRandomState(seed);
    const draws = Array.from({ length: 1300 }, () => random.nextUint32());
    expect(draws.slice(0, 5)).toEqual(first);
    expect(draws[1299]).toBe(draw1300);
  });

  it('shuffles as numpy does', () => {
    expect(shuffled(0, 10)).toEqual([2, 8, 4, 9, 1, 6, 7, 3, 0, 5]);
    expect(shuffled(123, 20)).toEqual([14, 5, 4, 17, 8, 7, 19, 12, 0, 15, 16, 9, 11, 10, 3, 1, 6, 18, 2, 13]);
    expect(shuffled(7, 1)).toEqual([0]);
    expect(shuffled(7, 0)).toEqual([]);
    expect(createHash('sha256').update(shuffled(1, 70_000).join(',')).digest('hex')).toBe(
      '053fd578047601d8fe039c85e30b217d5a8570102d68ad7c28311aa38495187f',
    );
  });

  it.each([-1, 0.5, 2 ** 32, NaN])('refuses the seed %d and says which are allowed', (seed) => {
    expect(() => new NumpyRandomState(seed)).toThrow(
      `a seed is a whole number from 0 to 4294967295, not ${seed}`,
    );
  });
});
