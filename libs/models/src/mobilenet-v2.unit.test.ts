import { describe, expect, it } from 'vitest';
import { featureCount, layerShapes, weightTable } from './layer-graph.ts';
import { mobileNetV2 } from './mobilenet-v2.ts';

const parameters = (alpha: number): number =>
  weightTable(mobileNetV2(alpha, 160)).reduce((sum, w) => sum + w.shape.reduce((a, b) => a * b, 1), 0);

describe('MobileNetV2', () => {
  it('has as many parameters as Keras counts for each width', () => {
    expect(parameters(1)).toBe(2_257_984);
    expect(parameters(0.35)).toBe(410_208);
    expect(parameters(0.5)).toBe(706_224);
    expect(parameters(0.75)).toBe(1_382_064);
    expect(parameters(1.3)).toBe(3_766_048);
    expect(parameters(1.4)).toBe(4_363_712);
  });

  it('halves the image five times, rounding up', () => {
    for (const [size, last] of [
      [160, 5],
      [224, 7],
      [33, 2],
      [75, 3],
    ] as const) {
      expect(layerShapes(mobileNetV2(1, size)).get('out_relu')).toEqual([last, last, 1280]);
    }
  });

  it('gives 1,280 features up to width 1 and more above', () => {
    expect(featureCount(mobileNetV2(0.35, 160))).toBe(1280);
    expect(featureCount(mobileNetV2(1.4, 160))).toBe(1792);
  });

  it('refuses an image too small and a width that is none', () => {
    expect(() => mobileNetV2(1, 31)).toThrow(/images of 31 pixels/);
    expect(() => mobileNetV2(Number.NaN, 160)).toThrow(/not NaN/);
  });
});
