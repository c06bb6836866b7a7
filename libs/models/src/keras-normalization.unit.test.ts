import { describe, expect, it } from 'vitest';
import { backboneSpec } from './backbones.ts';
import { checkNormalization } from './keras-normalization.ts';
import { type WeightMap } from './weight-map.ts';

const weights = (mean: number[], variance: number[]): WeightMap =>
  new Map([
    [
      'normalization',
      new Map([
        ['mean', { shape: [3], data: Float32Array.from(mean) }],
        ['variance', { shape: [3], data: Float32Array.from(variance) }],
      ]),
    ],
  ]);
const b0 = backboneSpec('efficientnet_b0', { inputSize: 32 });

describe("EfficientNet's normalization", () => {
  it('is taken as the published files have it', () => {
    checkNormalization(b0, weights([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]), 'x.h5');
    checkNormalization(b0, new Map(), 'x.h5');
  });

  it('of weights that were trained without one is refused', () => {
    expect(() => checkNormalization(b0, weights([0, 0, 0], [1, 1, 1]), 'x.h5')).toThrow(
      'x.h5 holds weights of efficientnet_b0 behind another normalization: layer "normalization" has the mean [0, 0, 0] and variance [1, 1, 1]',
    );
  });
});
