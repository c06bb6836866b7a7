import type { CheckedImage } from '../batches.ts';
import { sendStream } from '../send-stream.ts';
import { augmentImages } from './augment-images.ts';
import type { AugmentOptions } from './augmented-batches.ts';

/** What the thread that runs this file is given. */
export interface AugmentWork {
  readonly images: readonly CheckedImage[];
  readonly options: Omit<AugmentOptions, 'signal'>;
}

await sendStream(({ images, options }: AugmentWork, signal) => augmentImages(images, { ...options, signal }));
