import { describe, expect, it } from 'vitest';
import { BACKBONES, backboneByName, backboneSpec } from './backbones.ts';
import { featureCount, layerShapes, weightTable } from './layer-graph.ts';

describe('a backbone', () => {
  it.each([
    ['mobilenet_v2', 1, 2_257_984, 1280],
    ['mobilenet_v3_small', 1, 939_120, 576],
    ['mobilenet_v3_small', 0.75, 583_160, 432],
    ['mobilenet_v3_large', 1, 2_996_352, 960],
    ['mobilenet_v3_large', 0.75, 1_808_736, 720],
    ['efficientnet_b0', 1, 4_049_564, 1280],
    ['efficientnet_b1', 1, 6_575_232, 1280],
    ['efficientnet_v2_b0', 1, 5_919_312, 1280],
  ])(
    '%s of width %d has as many parameters and features as Keras counts',
    (backbone, alpha, parameters, features) => {
      const spec = backboneSpec(backbone, { alpha, inputSize: 64 });
      expect(weightTable(spec).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0)).toBe(
        parameters,
      );
      expect(featureCount(spec)).toBe(features);
    },
  );

  it.each(BACKBONES)('%s halves the image five times at any size, rounding up', (backbone) => {
    for (const size of [32, 33, 47, 75, 160, 224]) {
      const spec = backboneSpec(backbone, { inputSize: size });
      const last = Math.ceil(size / 32);
      expect(layerShapes(spec).get(spec.layers.at(-2)!.name)!.slice(0, 2)).toEqual([last, last]);
    }
  });

  it.each([
    ...BACKBONES.map((backbone) => backboneSpec(backbone, { inputSize: 96 })),
    backboneSpec('mobilenet_v2', { alpha: 0.35, inputSize: 96 }),
    backboneSpec('mobilenet_v3_large', { alpha: 0.75, inputSize: 96 }),
  ])('$name is found again by its name', (spec) => {
    expect(backboneByName(spec.name, 96)).toEqual(spec);
  });

  it('that does not exist is refused by name', () => {
    expect(() => backboneSpec('resnet50', { inputSize: 96 })).toThrow('there is no backbone "resnet50"');
    expect(() => backboneSpec('toString', { inputSize: 96 })).toThrow('there is no backbone "toString"');
    for (const name of ['mobilenet_v2', 'efficientnet_b0_1.0', 'resnet50', 'mobilenet_v2_0.0'])
      expect(() => backboneByName(name, 96), name).toThrow(/no backbone|width above 0/);
  });

  it('without widths refuses one', () => {
    expect(() => backboneSpec('efficientnet_b0', { alpha: 0.5, inputSize: 96 })).toThrow(
      "efficientnet_b0 has no widths: it can't be had at 0.5",
    );
  });

  it.each(BACKBONES)('%s refuses an image too small or of a broken size', (backbone) => {
    expect(() => backboneSpec(backbone, { inputSize: 31 })).toThrow(/images of 31 pixels/);
    expect(() => backboneSpec(backbone, { inputSize: 64.5 })).toThrow(/images of 64.5 pixels/);
  });
});
