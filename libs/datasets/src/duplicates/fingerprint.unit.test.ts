import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../resize.ts';
import { fingerprint } from './fingerprint.ts';
import { thumbnailSimilarity } from './thumbnail-match.ts';

/** A smooth scene of a few waves, seen through a window of it. */
function scene(
  { phase = 0, gain = 1, crop = 0 }: { phase?: number; gain?: number; crop?: number },
  width = 200,
  height = 150,
): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = crop + ((1 - crop) * x) / width;
      const v = ((1 - crop) * y) / height;
      const value =
        120 +
        40 * Math.sin(5 * u + phase) +
        30 * Math.cos(9 * v - 2 * u + 2 * phase) +
        30 * Math.sin(23 * u * (1 + phase) + 31 * v);
      data.fill(Math.round(value * gain), (y * width + x) * 3, (y * width + x + 1) * 3);
    }
  }
  return { data, width, height };
}
const flat = (value: number): RgbImage => ({
  data: new Uint8Array(40 * 40 * 3).fill(value),
  width: 40,
  height: 40,
});
const distance = (a: string, b: string) =>
  (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length;
const compare = (a: RgbImage, b: RgbImage) => {
  const [x, y] = [fingerprint(a), fingerprint(b)];
  return {
    distance: distance(x.hash, y.hash),
    similarity: thumbnailSimilarity(x.thumbnail, y.thumbnail),
  };
};

describe('fingerprint', () => {
  it('averages luminance and colours over the area of each cell', () => {
    // left half red, right half green; 48 columns, so that cells cut through pixels
    const data = Uint8Array.from({ length: 48 * 2 * 3 }, (_, i) => {
      const [column, channel] = [Math.floor(i / 3) % 48, i % 3];
      return channel === (column < 24 ? 0 : 1) ? 200 : 0;
    });
    const { thumbnail, colours } = fingerprint({ data, width: 48, height: 2 });
    expect(thumbnail).toHaveLength(32 * 32);
    expect([thumbnail[0], thumbnail[15], thumbnail[16], thumbnail[1023]]).toEqual([60, 60, 117, 117]);
    // blue and red less luminance, halved: red has 59.8 of luminance, green 117.4
    expect([...colours.subarray(0, 2), ...colours.subarray(14, 16)]).toEqual([-30, 70, -59, -59]);
  });

  it('is the same for another size, and nearly so for another brightness', () => {
    expect(compare(scene({}), scene({}, 317, 90)).distance).toBeLessThanOrEqual(2);
    const { distance: bits, similarity } = compare(scene({}), scene({ gain: 0.85 }));
    expect(bits).toBeLessThanOrEqual(2);
    expect(similarity).toBeGreaterThan(0.95);
  });

  it('finds a crop alike once it is laid on its original', () => {
    expect(compare(scene({}), scene({ crop: 0.06 })).similarity).toBeGreaterThan(0.9);
  });

  it('is far away for another scene', () => {
    const { distance: bits, similarity } = compare(scene({}), scene({ phase: 1.3 }));
    expect(bits).toBeGreaterThan(15);
    expect(similarity).toBeLessThan(0.5);
  });

  it('finds nothing alike in pictures of one colour, which have no detail', () => {
    expect(compare(flat(20), flat(230)).similarity).toBe(0);
    expect(compare(flat(20), flat(20)).similarity).toBe(0);
  });

  it('takes pictures of a single pixel', () => {
    expect(fingerprint({ data: Uint8Array.of(255, 255, 255), width: 1, height: 1 }).thumbnail[500]).toBe(255);
  });
});
