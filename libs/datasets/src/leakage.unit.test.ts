import { describe, expect, it } from 'vitest';
import { fingerprint } from './duplicates/fingerprint.ts';
import { findExactDuplicates, findLeaks, findNearLeaks } from './leakage.ts';
import { randomFrom } from './sample/random.ts';

const image = (path: string, sha256: string) => ({ path, sha256 });

/** A picture by chance, and how bright it is. */
function picture(seed: number, gain: number) {
  const random = randomFrom(`picture ${seed}`);
  const data = Uint8Array.from({ length: 32 * 32 * 3 }, () => random.between(0, 255) * gain);
  return fingerprint({ data, width: 32, height: 32 });
}

describe('leakage', () => {
  it('is every image whose bytes are on both sides, with its paths on each', () => {
    const training = [image('bear/1.jpg', 'x'), image('bear/2.jpg', 'y'), image('dragon/3.jpg', 'x')];
    const heldOut = [image('bear/9.jpg', 'z'), image('bear/8.jpg', 'x'), image('dragon/7.jpg', 'x')];
    expect(findLeaks(training, heldOut)).toEqual([
      { training: ['bear/1.jpg', 'dragon/3.jpg'], heldOut: ['bear/8.jpg', 'dragon/7.jpg'] },
    ]);
  });

  it('is also every picture that is on both sides in another encoding, where paths may be the same', () => {
    const training = [
      { ...image('bear/1.jpg', 'a'), fingerprint: picture(1, 1) },
      { ...image('bear/2.jpg', 'b'), fingerprint: picture(1, 0.9) },
      { ...image('bear/3.jpg', 'c'), fingerprint: picture(2, 1) },
    ];
    const heldOut = [
      { ...image('bear/1.jpg', 'd'), fingerprint: picture(3, 1) },
      { ...image('bear/2.jpg', 'e'), fingerprint: picture(2, 0.9) },
    ];
    expect(findNearLeaks(training, heldOut)).toEqual([{ training: ['bear/3.jpg'], heldOut: ['bear/2.jpg'] }]);
  });

  it('is none where the same bytes are on one side only', () => {
    const training = [image('bear/1.jpg', 'x'), image('bear/2.jpg', 'x')];
    expect(findExactDuplicates(training)).toEqual([training]);
    expect(findLeaks(training, [image('bear/9.jpg', 'z')])).toEqual([]);
  });
});
