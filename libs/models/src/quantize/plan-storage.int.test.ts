import { describe, expect, it } from 'vitest';
import { type Classifier } from '../classifier.ts';
import { openBackbone } from '../engine.ts';
import { predict } from '../head.ts';
import { randomImages, smallClassifier } from '../small-classifier.test.ts';
import { planStorage } from './plan-storage.ts';
import { QUANTIZATIONS, type StoragePlan } from './quantization.ts';
import { largeConvolutions, storedGraph } from './stored-kernel.ts';

const COUNT = 40; // more than are looked at kernel by kernel

async function largestChange(
  classifier: Classifier,
  images: Float32Array,
  plan: StoragePlan,
): Promise<number> {
  const { spec, folded, head } = classifier;
  const [before, after] = await Promise.all(
    [folded, storedGraph(folded, plan)].map(async (graph) => {
      const { backbone } = await openBackbone(spec, graph);
      const probabilities = predict(head, await backbone.features(images));
      backbone.dispose();
      return probabilities;
    }),
  );
  return Math.max(...before!.map((p, i) => Math.abs(p - after![i]!)));
}

describe.each(['mobilenet_v2_0.35', 'mobilenet_v3_small_1.0'])('planStorage of %s', (backbone) => {
  const classifier = smallClassifier({ backbone, classes: 3 });
  const images = randomImages(classifier.spec.inputSize, COUNT);
  const large = largeConvolutions(classifier.folded).map(({ name }) => name);

  it.each(QUANTIZATIONS)(
    'stores every large kernel as %s where any change is allowed',
    async (quantization) => {
      const plan = await planStorage(classifier, quantization, { images, maxChange: Infinity });
      expect([...plan.storage]).toEqual(large.map((name) => [name, quantization]));
      expect(await largestChange(classifier, images, plan)).toBeGreaterThan(0);
    },
  );

  it.each(QUANTIZATIONS)(
    'with %s keeps every probability within the change that is allowed',
    async (quantization) => {
      const every = await planStorage(classifier, quantization, { images, maxChange: Infinity });
      const whole = await largestChange(classifier, images, every);
      for (const maxChange of [whole / 3, whole / 2_000]) {
        const plan = await planStorage(classifier, quantization, { images, maxChange });
        expect([...plan.storage.values()].filter((kept) => kept === quantization).length).toBeLessThan(
          large.length,
        );
        expect(await largestChange(classifier, images, plan)).toBeLessThanOrEqual(maxChange + 1e-6);
      }
    },
  );

  it.each(QUANTIZATIONS)(
    'with %s leaves every kernel as it is where nothing may change',
    async (quantization) => {
      const plan = await planStorage(classifier, quantization, { images, maxChange: 0 });
      expect(plan.storage.size).toBe(0);
    },
  );

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const planning = planStorage(classifier, 'uint8', {
      images,
      maxChange: 1e-6,
      signal: stop.signal,
      onProgress: (comparisons) => comparisons === 3 && stop.abort(new Error('enough')),
    });
    await expect(planning).rejects.toThrow('enough');
  });
});
