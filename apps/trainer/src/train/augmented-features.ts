import { augmentedBatches } from '@bestiary/datasets/augment/augmented-batches';
import type { CheckedImage } from '@bestiary/datasets/batches';
import type { ResizeMode } from '@bestiary/datasets/resize';
import { FEATURE_BATCH, type FeatureExtractor } from './feature-extractor.ts';
import type { AugmentConfig } from './train-config.ts';

export interface AugmentedFeaturesOptions {
  /** the images that are wanted, by their indices */
  rows: Int32Array;
  augmentation: AugmentConfig;
  seed: number;
  /** side of the square in pixels */
  size: number;
  resize: ResizeMode;
  /** from 0: the first epoch that is wanted */
  firstEpoch: number;
  epochs: number;
  signal: AbortSignal;
  /** told after each batch */
  onProgress: (done: number, total: number) => void;
}

/**
 * New features of the images in every epoch, as Keras' augmentation layers give: views are drawn on another thread while the
 * network computes. The views of an epoch depend on the seed, the epoch and the image alone.
 *
 * @returns for each epoch `[images, width]`, in the order of the images; zeros for those that are not wanted
 * @throws BestiaryError `cancelled` when the signal fires, `integrity` for an image that has changed meanwhile
 */
export async function* onlineFeatures(
  images: readonly CheckedImage[],
  extractor: FeatureExtractor,
  options: AugmentedFeaturesOptions,
): AsyncGenerator<Float32Array, void, void> {
  const { rows: wanted, firstEpoch, epochs, onProgress } = options;
  const { width } = extractor;
  const passes = Array.from({ length: epochs - firstEpoch }, (_, i) => ({
    view: firstEpoch + i,
    rows: wanted,
  }));
  let features = new Float32Array(images.length * width);
  let done = 0;
  for await (const { rows, fresh } of viewBatches(images, extractor, passes, options)) {
    rows.forEach((row, i) => features.set(fresh.subarray(i * width, (i + 1) * width), row * width));
    done += rows.length;
    onProgress(done, wanted.length);
    if (done < wanted.length) continue;
    yield features;
    features = new Float32Array(images.length * width);
    done = 0;
  }
}

/**
 * The features of a bank of views, computed once and kept in the cache.
 *
 * @param views how many of each image
 * @returns for each view `[images, width]`, in the order of the images; zeros for those that are not wanted
 * @throws BestiaryError as {@link onlineFeatures}
 */
export async function bankFeatures(
  images: readonly CheckedImage[],
  extractor: FeatureExtractor,
  views: number,
  options: Omit<AugmentedFeaturesOptions, 'firstEpoch' | 'epochs'>,
): Promise<Float32Array[]> {
  const { width } = extractor;
  const bank: Float32Array[] = [];
  for (let view = 0; view < views; view++) {
    const features = new Float32Array(images.length * width);
    const { rows: wanted, augmentation, seed } = options;
    const cache = await extractor.openCache(`;${JSON.stringify({ augmentation, seed, view })}`);
    const missing = wanted.filter((row) => !cache?.copy(images[row]!.sha256, features, row * width));
    const passes = missing.length > 0 ? [{ view, rows: missing }] : [];
    let done = wanted.length - missing.length;
    try {
      for await (const { rows, fresh } of viewBatches(images, extractor, passes, options)) {
        for (const [i, row] of rows.entries()) {
          const vector = fresh.subarray(i * width, (i + 1) * width);
          features.set(vector, row * width);
          await cache?.add(images[row]!.sha256, vector);
        }
        done += rows.length;
        options.onProgress(view * wanted.length + done, views * wanted.length);
      }
    } finally {
      await cache?.flush();
    }
    bank.push(features);
  }
  return bank;
}

async function* viewBatches(
  images: readonly CheckedImage[],
  extractor: FeatureExtractor,
  passes: readonly { view: number; rows: Int32Array }[],
  { augmentation, seed, size, resize, signal }: Omit<AugmentedFeaturesOptions, 'firstEpoch' | 'epochs'>,
): AsyncGenerator<{ rows: readonly number[]; fresh: Float32Array }, void, void> {
  if (passes.length === 0) return;
  const backbone = await extractor.backbone();
  const options = { passes, augmentation, seed, size, resize, batchSize: FEATURE_BATCH, signal };
  for await (const { rows, pixels } of augmentedBatches(images, options)) {
    yield { rows, fresh: await backbone.features(pixels) };
  }
}
