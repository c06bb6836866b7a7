import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BestiaryError } from '@bestiary/contracts/error';
import { loadBatches } from '@bestiary/datasets/batches';
import { type ImageFile, scanImageFolder } from '@bestiary/datasets/image-folder';
import { drawSampleSet } from '@bestiary/datasets/sample/draw-sample-set';
import type { Classifier } from '@bestiary/models/classifier';
import { findValidationImages } from './validation-images.ts';

/** Images to see on what fewer bits in the weights change. */
export interface MeasuredImages {
  files: readonly ImageFile[];
  /** why these are drawn pictures, in plain words; null where they are validation images */
  drawnBecause: string | null;
}

const DRAWN = 32;
/** Pixels that are held in memory while storage is planned. */
const MOST_BYTES = 256 * 2 ** 20;

/**
 * Calls `use` with the validation images of the run that made a model; where there are none any more, with drawn pictures, which
 * are gone afterwards.
 */
export async function withMeasuredImages<T>(
  classifier: Classifier,
  server: string,
  signal: AbortSignal,
  use: (images: MeasuredImages) => Promise<T>,
): Promise<T> {
  const found = await findValidationImages(classifier, server).catch((error: unknown) => {
    if (error instanceof BestiaryError) return error.message;
    throw error;
  });
  if (typeof found !== 'string') return use({ files: found, drawnBecause: null });
  const folder = await mkdtemp(join(tmpdir(), 'bestiary-drawn-'));
  try {
    await drawSampleSet(folder, { count: DRAWN, signal });
    const { files } = await scanImageFolder(folder, { signal });
    return await use({ files, drawnBecause: found });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Reads images as a model wants them: all, or as many as fit in 256 MiB, evenly chosen.
 *
 * @returns `[n, size, size, 3]`, 0..255
 */
export async function readPixels(
  { metadata }: Classifier,
  files: readonly ImageFile[],
  signal: AbortSignal,
): Promise<Float32Array> {
  const { imageSize: size, resize } = metadata.preprocessing;
  const length = size * size * 3;
  const count = Math.min(files.length, Math.max(1, Math.floor(MOST_BYTES / (length * 4))));
  const chosen = Array.from({ length: count }, (_, i) => files[Math.floor((i * files.length) / count)]!);
  const pixels = new Float32Array(count * length);
  let rows = 0;
  for await (const batch of loadBatches(chosen, { size, resize, batchSize: 32, signal })) {
    pixels.set(batch.pixels, rows * length);
    rows += batch.decoded.length;
  }
  return pixels.subarray(0, rows * length);
}
