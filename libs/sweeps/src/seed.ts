import { Random } from '@bestiary/metrics/random';

/** Chance for one purpose: a generator for a list of whole numbers, of which each change gives other, unrelated numbers. */
export function randomOf(...seeds: readonly number[]): Random {
  let mixed = 0x9e3779b9;
  for (const seed of seeds) {
    mixed = Math.imul(mixed ^ (seed | 0), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    mixed ^= mixed >>> 16;
  }
  return new Random(mixed >>> 0);
}
