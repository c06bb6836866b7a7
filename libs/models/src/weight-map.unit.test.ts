import { describe, expect, it } from 'vitest';
import { backboneSpec } from './backbones.ts';
import { randomWeights } from './random-weights.test.ts';
import { checkWeights, matchLayers, type WeightArray, type WeightMap } from './weight-map.ts';

const b0 = backboneSpec('efficientnet_b0', { inputSize: 32 });
const weights = randomWeights(b0, 1);
const array = (...shape: number[]): WeightArray => ({
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
});
const normalization = new Map([
  ['mean', array(3)],
  ['variance', array(3)],
]);

/** The same layers under other names. */
const renamed = (map: WeightMap): WeightMap =>
  new Map([
    ['normalization_4', normalization],
    ...Array.from(map, ([name, arrays]) => [`x_${name}`, arrays] as const),
  ]);

describe('weights', () => {
  it('of layers with other names are matched by their order, past the normalization', () => {
    const matched = matchLayers(b0, renamed(weights));
    checkWeights(b0, matched, 'x.h5');
    for (const [layer, arrays] of weights) expect(matched.get(layer)).toBe(arrays);
  });

  it('of a deeper network are refused with the first layer too many', () => {
    const deeper = randomWeights(backboneSpec('efficientnet_b1', { inputSize: 32 }), 1);
    expect(() => checkWeights(b0, matchLayers(b0, deeper), 'b1.h5')).toThrow(
      'b1.h5 does not hold weights of efficientnet_b0: it has a layer "block1b_dwconv" too many, with "kernel" of shape [3, 3, 16, 1]',
    );
  });

  it('with a classifier on top are refused, whatever the layers are called', () => {
    const top = new Map([['kernel', array(1280, 1000)]]);
    for (const map of [weights, renamed(weights)]) {
      const whole = new Map([...map, ['predictions', top]]);
      expect(() => checkWeights(b0, matchLayers(b0, whole), 'top.h5')).toThrow(
        'it has a layer "predictions" too many, with "kernel" of shape [1280, 1000]',
      );
    }
  });

  it('that lack a layer are refused with it', () => {
    const lacking = new Map(weights);
    lacking.delete('top_bn');
    expect(() => checkWeights(b0, matchLayers(b0, lacking), 'x.h5')).toThrow(
      'layer "top_bn" has no "gamma" of shape [1280]',
    );
  });
});
