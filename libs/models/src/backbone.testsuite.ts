import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backbone } from './backbone.ts';
import { Random } from './random.ts';

/**
 * What every backbone must do, whatever runs it.
 *
 * @param make a backbone whose features of different images differ
 * @param make.liveTensors how many arrays the engine holds, where it can tell
 */
export function backboneSuite(
  name: string,
  make: () => Promise<{ backbone: Backbone; liveTensors: (() => number) | undefined }>,
): void {
  describe(name, () => {
    let backbone: Backbone;
    let liveTensors: (() => number) | undefined;
    let before: number;
    beforeAll(async () => {
      ({ backbone, liveTensors } = await make());
      before = liveTensors?.() ?? 0;
    });
    afterAll(() => backbone.dispose());

    const images = (count: number): Float32Array => {
      const random = new Random(count);
      return Float32Array.from({ length: count * backbone.inputSize ** 2 * 3 }, () => random.below(256));
    };

    it('gives one finite feature vector an image', async () => {
      const features = await backbone.features(images(3));
      expect(features).toBeInstanceOf(Float32Array);
      expect(features.length).toBe(3 * backbone.featureCount);
      expect(features.every(Number.isFinite)).toBe(true);
    });

    it('gives an image the same features alone as in a batch, to 1e-5', async () => {
      const batch = images(5);
      const together = await backbone.features(batch);
      const size = batch.length / 5;
      for (let i = 0; i < 5; i++) {
        const alone = await backbone.features(batch.slice(i * size, (i + 1) * size));
        alone.forEach((value, j) =>
          expect(Math.abs(value - together[i * backbone.featureCount + j]!)).toBeLessThan(1e-5),
        );
      }
    });

    it('gives the same bits for the same batch', async () => {
      expect(await backbone.features(images(4))).toEqual(await backbone.features(images(4)));
    });

    it('tells different images apart', async () => {
      const features = await backbone.features(images(2));
      const { featureCount: n } = backbone;
      expect(features.slice(0, n)).not.toEqual(features.slice(n));
    });

    it('refuses a part of an image', async () => {
      await expect(backbone.features(images(1).subarray(1))).rejects.toThrow(RangeError);
    });

    it('holds nothing but its weights between batches, and nothing after dispose', async ({ skip }) => {
      await backbone.features(images(2));
      if (!liveTensors) return skip('the engine does not tell');
      expect(liveTensors()).toBe(before);
      const other = await make();
      const held = other.liveTensors!();
      other.backbone.dispose();
      expect(other.liveTensors!()).toBeLessThan(held);
      expect(other.liveTensors!()).toBe(before);
    });
  });
}
