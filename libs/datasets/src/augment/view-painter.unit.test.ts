import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { View } from './augmentation.ts';
import { ViewPainter } from './view-painter.ts';

interface Fixture {
  size: number;
  cases: { view: View; /** float32, base64 */ pixels: string }[];
}
const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/augmentation/views.json', import.meta.url), 'utf8'),
) as Fixture;

/** The picture that `tools/keras-fixtures/src/peers/augmentation.py` draws. */
function picture(size: number): Float32Array {
  return Float32Array.from({ length: size * size * 3 }, (_, i) => {
    const [x, y, channel] = [Math.floor(i / 3) % size, Math.floor(i / 3 / size), i % 3];
    return ((x * 37 + y * 61 + channel * 101 + x * y * 7) % 1021) / 4;
  });
}

describe('ViewPainter', () => {
  it.each(fixture.cases.map(({ view, pixels }) => [JSON.stringify(view), view, pixels] as const))(
    'paints %s as Keras does',
    (_, view, base64) => {
      const bytes = Buffer.from(base64, 'base64');
      const expected = Array.from({ length: bytes.length / 4 }, (__, i) => bytes.readFloatLE(i * 4));
      const pixels = picture(fixture.size);
      new ViewPainter(fixture.size).paint(pixels, view);
      const largest = pixels.reduce((max, value, i) => Math.max(max, Math.abs(value - expected[i]!)), 0);
      // the mean of a channel is summed in another order; all else is equal to the last bit
      expect(largest).toBeLessThanOrEqual(view.contrast === undefined ? 0 : 1e-4);
    },
  );

  it('leaves an image as it is when a view changes nothing', () => {
    const pixels = picture(8);
    new ViewPainter(8).paint(pixels, {});
    expect(pixels).toEqual(picture(8));
  });
});
