import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backbone } from './backbone.ts';
import { constantBatches } from './constant-batches.ts';
import { openBackbone } from './engine.ts';
import { foldGraph } from './folded-graph.ts';
import { mobileNetV2 } from './mobilenet-v2.ts';
import { randomWeights } from './random-weights.test.ts';
import { randomImages } from './small-classifier.test.ts';

const [SIZE, BATCH, COUNT] = [160, 8, 19];
const ROW = SIZE * SIZE * 3;

describe.each(['tensorflow', 'onnxruntime'] as const)('batches of one size on %s', (engine) => {
  let inner: Backbone;
  let backbone: Backbone;
  let images: Float32Array;
  let features: Float32Array;
  beforeAll(async () => {
    const spec = mobileNetV2(1, SIZE);
    ({ backbone: inner } = await openBackbone(spec, foldGraph(spec, randomWeights(spec, 4)), engine));
    backbone = constantBatches(inner, BATCH);
    images = randomImages(SIZE, COUNT);
    features = await backbone.features(images);
  });
  afterAll(() => inner.dispose());

  const rowOf = (all: Float32Array, row: number) =>
    all.slice(row * inner.featureCount, (row + 1) * inner.featureCount);

  it('give the features of the backbone itself, to 1e-4', async () => {
    const own = await inner.features(images);
    expect(features).toHaveLength(own.length);
    const largest = own.reduce((most, value, i) => Math.max(most, Math.abs(value - features[i]!)), 0);
    expect(largest).toBeLessThan(1e-4);
  });

  it('give an image the same bits alone, among others and in another row', async () => {
    for (const row of [0, 5, COUNT - 1]) {
      const expected = rowOf(features, row);
      const image = images.subarray(row * ROW, (row + 1) * ROW);
      expect(await backbone.features(image)).toEqual(expected);
      const among = new Float32Array(3 * ROW);
      among.set(images.subarray(7 * ROW, 9 * ROW));
      among.set(image, 2 * ROW);
      expect(rowOf(await backbone.features(among), 2)).toEqual(expected);
    }
  });

  it('refuse what is no whole number of images', async () => {
    await expect(backbone.features(images.subarray(1))).rejects.toThrow(RangeError);
  });
});
