import { expect, it } from 'vitest';
import { randomFrom } from '../sample/random.ts';
import { fingerprint } from './fingerprint.ts';
import { findNearDuplicates } from './near-duplicates.ts';

/** The same grey picture by chance, tinted. */
function tinted(sha256: string, red: number, blue: number) {
  const random = randomFrom('picture');
  const data = Uint8Array.from({ length: 32 * 32 }, () => random.between(0, 120));
  const pixels = Uint8Array.from({ length: data.length * 3 }, (_, i) => {
    const grey = data[Math.floor(i / 3)]!;
    return grey + [red, 60 - red / 2 - blue / 5, blue][i % 3]!;
  });
  return { sha256, fingerprint: fingerprint({ data: pixels, width: 32, height: 32 }) };
}

it('pictures that differ in their colours alone are no near-duplicates', () => {
  const images = [tinted('a', 30, 30), tinted('b', 34, 30), tinted('c', 110, 0)];
  const [group, ...more] = findNearDuplicates(images);
  expect(group!.images).toEqual(images.slice(0, 2));
  expect(more).toEqual([]);
});

it('images without a fingerprint are left out', () => {
  const images = [tinted('a', 30, 30), { sha256: 'x' }, tinted('b', 30, 31)];
  expect(findNearDuplicates(images).map((group) => group.images)).toEqual([[images[0], images[2]]]);
});
