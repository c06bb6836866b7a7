import type { BadImage } from '@bestiary/datasets/bad-image';
import { loadBatches, type CheckedImage } from '@bestiary/datasets/batches';
import type { ImageFile } from '@bestiary/datasets/image-folder';
import type { Classifier } from '@bestiary/models/classifier';
import { openBackbone } from '@bestiary/models/engine';
import type { Engine } from '@bestiary/models/engines';
import { predict } from '@bestiary/models/head';
import { withTemperature } from '@bestiary/models/temperature';

/** Images that go through the model together. */
const BATCH_SIZE = 32;

export interface PredictedImages {
  engine: Engine;
  /** in the order of the files */
  images: CheckedImage[];
  /** in the order of the files */
  bad: BadImage[];
  /** `[images, classes]` */
  probabilities: Float32Array;
}

export interface PredictOptions {
  /** measure the images as well */
  measures?: boolean;
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
  onWarning: (warning: string) => void;
}

/**
 * The class probabilities of images, each made square and scaled as the classifier was trained; calibrated where the
 * classifier carries a temperature.
 *
 * @throws BestiaryError `cancelled` when the signal fires, `unavailable` when nothing can run the model here
 */
export async function predictImages(
  { spec, folded, head, metadata }: Classifier,
  files: readonly ImageFile[],
  { measures, signal, onProgress, onWarning }: PredictOptions,
): Promise<PredictedImages> {
  const { backbone, engine, warning } = await openBackbone(spec, folded);
  if (warning !== undefined) onWarning(warning);
  try {
    const images: CheckedImage[] = [];
    const bad: BadImage[] = [];
    const probabilities = new Float32Array(files.length * head.classes);
    const { imageSize: size, resize } = metadata.preprocessing;
    const options = { size, resize, batchSize: BATCH_SIZE, measures, signal };
    for await (const batch of loadBatches(files, options)) {
      bad.push(...batch.bad);
      if (batch.decoded.length > 0) {
        const rows = predict(head, await backbone.features(batch.pixels));
        const { temperature = 1 } = metadata;
        probabilities.set(
          temperature === 1 ? rows : withTemperature(rows, head.classes, temperature),
          images.length * head.classes,
        );
      }
      images.push(...batch.images);
      onProgress(images.length + bad.length, files.length);
      signal.throwIfAborted();
    }
    return { engine, images, bad, probabilities: probabilities.subarray(0, images.length * head.classes) };
  } finally {
    backbone.dispose();
  }
}
