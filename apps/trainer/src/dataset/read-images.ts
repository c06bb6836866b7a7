import type { BadImage } from '@bestiary/datasets/bad-image';
import { loadBatches, type CheckedImage } from '@bestiary/datasets/batches';
import type { ImageFolder } from '@bestiary/datasets/image-folder';
import type { Progress } from '../terminal/progress.ts';

/** What is in a folder, every image decoded once. */
export interface ReadFolder {
  folder: ImageFolder;
  /** that can be used, with fingerprints, in the order of the listing */
  images: CheckedImage[];
  bad: BadImage[];
}

/**
 * Reads and decodes every image of a folder.
 *
 * @throws BestiaryError `cancelled` when the signal fires
 */
export async function readImages(
  folder: ImageFolder,
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<ReadFolder> {
  const images: CheckedImage[] = [];
  const bad: BadImage[] = [];
  // one pixel an image is enough: decoding is what finds the damage, and fingerprints are of the whole image
  const options = { size: 1, batchSize: 32, fingerprints: true, signal };
  for await (const batch of loadBatches(folder.files, options)) {
    images.push(...batch.images);
    bad.push(...batch.bad);
    progress.step('reading', images.length + bad.length, folder.files.length);
  }
  return { folder, images, bad };
}
