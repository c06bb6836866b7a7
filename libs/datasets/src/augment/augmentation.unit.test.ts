import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Augmentation, drawView, type View } from './augmentation.ts';

const everything = {
  flip: 'both',
  rotation: 0.1,
  zoom: 0.3,
  translation: 0.2,
  contrast: 0.2,
  brightness: 0.2,
} as const satisfies Augmentation;
const sha256 = (i: number) => i.toString(16).padStart(64, '0');
const views = (augmentation: Augmentation, count = 20_000): View[] =>
  Array.from({ length: count }, (_, i) => drawView(augmentation, { seed: 7, image: sha256(i), number: 1 }));

describe('drawView', () => {
  const { ranges } = JSON.parse(
    readFileSync(new URL('../../fixtures/augmentation/ranges.json', import.meta.url), 'utf8'),
  ) as { ranges: Record<string, { range: [number, number] }> };

  const drawn = views(everything);
  it.each([
    ['rotation', (view: View) => view.rotation! * 360],
    ['zoom', (view: View) => view.zoom!],
    ['translation', (view: View) => view.translation!.x * 4],
    ['translation', (view: View) => view.translation!.y * 4],
    ['contrast', (view: View) => view.contrast!],
    ['brightness', (view: View) => view.brightness! * 255],
  ])("draws %s evenly from the range of Keras' layer", (name, value) => {
    const [from, to] = ranges[name]!.range;
    const shares = drawn.map((view) => (value(view) - from) / (to - from));
    expect(Math.min(...shares)).toBeGreaterThan(-0.001);
    expect(Math.max(...shares)).toBeLessThan(1.001);
    const tenths = new Array<number>(10).fill(0);
    for (const share of shares) tenths[Math.min(Math.max(Math.floor(share * 10), 0), 9)]!++;
    for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(200);
  });

  it('mirrors every second image', () => {
    const mirrored = views({ flip: 'horizontal' }).filter((view) => view.flip === 'horizontal').length;
    expect(Math.abs(mirrored - 10_000)).toBeLessThan(300);
  });

  it('is the same for the same seed, image and number, and another when one of them is', () => {
    const draw = (seed: number, image: number, number: number) =>
      drawView(everything, { seed, image: sha256(image), number });
    expect(draw(1, 2, 3)).toEqual(draw(1, 2, 3));
    for (const other of [draw(2, 2, 3), draw(1, 3, 3), draw(1, 2, 4)]) {
      expect(other.rotation).not.toBe(draw(1, 2, 3).rotation);
      expect(other.brightness).not.toBe(draw(1, 2, 3).brightness);
    }
  });

  it('draws each step whatever the others are', () => {
    const image = { seed: 1, image: sha256(5), number: 9 };
    expect(drawView({ rotation: 0.1 }, image)).toEqual({ rotation: drawView(everything, image).rotation });
  });

  it('draws nothing for nothing', () => {
    expect(drawView({}, { seed: 1, image: sha256(1), number: 1 })).toEqual({});
  });
});
