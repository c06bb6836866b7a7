import { describe, expect, it } from 'vitest';
import { randomFrom } from '../sample/random.ts';
import { type HashPair, nearPairs } from './hash-index.ts';

const random = randomFrom('hashes');
const hex = (hash: bigint) => hash.toString(16).padStart(16, '0');
const anyHash = () =>
  Array.from({ length: 4 }, () => random.whole(0, 0xffff)).reduce(
    (hash, chunk) => (hash << 16n) | BigInt(chunk),
    0n,
  );

/** Hashes by chance, and others that differ from them in up to 20 bits. */
const hashes = Array.from({ length: 60 }, anyHash).flatMap((hash) => [
  hex(hash),
  ...Array.from({ length: 4 }, () => {
    let near = hash;
    for (let flips = random.whole(0, 20); flips > 0; flips--) near ^= 1n << BigInt(random.whole(0, 63));
    return hex(near);
  }),
]);

function distance(a: string, b: string): number {
  return (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length;
}

function everyPair(radius: number): HashPair[] {
  return hashes.flatMap((a, first) =>
    hashes
      .map((b, second) => ({ first, second, distance: distance(a, b) }))
      .filter((pair) => pair.second > first && pair.distance <= radius),
  );
}

describe('nearPairs', () => {
  it.each([0, 3, 4, 7, 10, 12, 15])('finds every pair within %d bits, and each once', (radius) => {
    const found = [...nearPairs(hashes, radius)];
    expect(found.sort((a, b) => a.first - b.first || a.second - b.second)).toEqual(everyPair(radius));
  });

  it('finds none among none or one', () => {
    expect([...nearPairs([], 12)]).toEqual([]);
    expect([...nearPairs([hashes[0]!], 12)]).toEqual([]);
  });
});
