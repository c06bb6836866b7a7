import { describe, expect, it } from 'vitest';
import { fingerprint } from './duplicates/fingerprint.ts';
import { measureImage } from './measure-image.ts';
import type { RgbImage } from './resize.ts';

function picture(width: number, height: number, levelAt: (u: number, v: number) => number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const level = levelAt(((i % width) + 0.5) / width, (Math.floor(i / width) + 0.5) / height);
    data.fill(level, i * 3, i * 3 + 3);
  }
  return { data, width, height };
}

describe('measureImage', () => {
  it('finds the mean luma of white, black and the colours', () => {
    const one = (...rgb: number[]): RgbImage => ({ data: Uint8Array.from(rgb), width: 1, height: 1 });
    expect(measureImage(one(255, 255, 255)).brightness).toBeCloseTo(1, 12);
    expect(measureImage(one(0, 0, 0)).brightness).toBe(0);
    expect(measureImage(one(255, 0, 0)).brightness).toBeCloseTo(0.299, 12);
    expect(measureImage(one(0, 255, 0)).brightness).toBeCloseTo(0.587, 12);
    expect(measureImage(one(0, 0, 255)).brightness).toBeCloseTo(0.114, 12);
  });

  it('weighs pixels by their area where cells cut through them', () => {
    const rows = picture(50, 3, (_, v) => (v < 1 / 3 ? 240 : 0));
    expect(measureImage(rows).brightness).toBeCloseTo(80 / 255, 12);
  });

  it('finds no sharpness in a plain or evenly graded picture', () => {
    expect(measureImage(picture(70, 90, () => 99)).sharpness).toBeCloseTo(0, 12);
    expect(measureImage(picture(64, 64, (u) => Math.floor(u * 64) * 3)).sharpness).toBeCloseTo(0, 12);
  });

  it('computes the variance of the Laplacian of a single bright cell', () => {
    const dot = picture(64, 64, (u, v) => (Math.floor(u * 64) === 30 && Math.floor(v * 64) === 20 ? 200 : 0));
    // over 62 × 62 cells: −800 once, 200 four times, whose sum is 0
    expect(measureImage(dot).sharpness).toBeCloseTo((800 ** 2 + 4 * 200 ** 2) / 62 ** 2, 9);
  });

  it('hardly changes with the size of the picture, and falls with blur', () => {
    const waves = (frequency: number) => (u: number, v: number) =>
      Math.round(128 + 100 * Math.sin(frequency * u) * Math.cos(frequency * v));
    const small = measureImage(picture(300, 200, waves(40)));
    const large = measureImage(picture(900, 700, waves(40)));
    expect(Math.abs(small.sharpness / large.sharpness - 1)).toBeLessThan(0.02);
    expect(Math.abs(small.brightness - large.brightness)).toBeLessThan(0.002);
    expect(measureImage(picture(300, 200, waves(10))).sharpness).toBeLessThan(small.sharpness / 10);
  });

  it('has the hash of the fingerprint', () => {
    const image = picture(211, 133, (u, v) => Math.round(100 + 60 * Math.sin(7 * u + 3 * v) + 40 * u * v));
    expect(measureImage(image).perceptualHash).toBe(fingerprint(image).hash);
  });
});
