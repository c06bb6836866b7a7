import { BestiaryError } from '@bestiary/contracts/error';
import type { CheckedImage } from '../batches.ts';
import type { ResizeMode } from '../resize.ts';
import { batchesAhead, streamFromWorker } from '../worker-stream.ts';
import { augmentImages } from './augment-images.ts';
import type { AugmentWork } from './augment-worker.ts';
import type { Augmentation } from './augmentation.ts';

/** Once through the images: an epoch, or one view of a bank. */
export interface AugmentedPass {
  /** number of the view that is drawn of each image (see `drawView`) */
  readonly view: number;
  /** indices into the images, in the order wanted; all of them in theirs where it is left out */
  readonly rows?: Int32Array;
}

export interface AugmentOptions {
  /** in their order; a batch never mixes two */
  readonly passes: readonly AugmentedPass[];
  /** `{}` changes nothing */
  readonly augmentation: Augmentation;
  readonly seed: number;
  /** side of the square in pixels */
  readonly size: number;
  readonly resize?: ResizeMode;
  /** images a batch; the last one of a pass may have fewer */
  readonly batchSize: number;
  readonly signal?: AbortSignal;
}

export interface AugmentedBatch {
  /** index of the pass */
  readonly pass: number;
  /** indices of the images, row by row */
  readonly rows: readonly number[];
  /** `[n, size, size, 3]` float32, 0..255; yours to keep */
  readonly pixels: Float32Array<ArrayBuffer>;
}

/**
 * Yields views of images in batches, pass by pass: decoded and resized as `loadBatches` does, then varied. All of it
 * happens on a worker thread, which runs ahead, also into the next pass, while the consumer computes. The views are the
 * same for every batch size, order and thread. Memory is bounded: resized images (float32, so that nothing is rounded)
 * are kept up to 256 MiB, which 870 images of 160 pixels fill; the others are decoded again in each pass. 64 MiB of
 * batches wait for the consumer.
 *
 * @throws BestiaryError `integrity` where a file is not what it was when it was checked, `cancelled` when the signal
 *   fires; nothing goes on in the background afterwards
 */
export async function* augmentedBatches(
  images: readonly CheckedImage[],
  { signal, ...options }: AugmentOptions,
): AsyncGenerator<AugmentedBatch, void, void> {
  const cancelled = () => new BestiaryError('cancelled', 'augmenting the images was cancelled');
  if (signal?.aborted) throw cancelled();
  if (import.meta.url.endsWith('.ts')) return yield* augmentImages(images, { ...options, signal }); // not compiled: in tests
  const workerData = { work: { images, options }, ahead: batchesAhead(options.batchSize, options.size) };
  const script = new URL('./augment-worker.js', import.meta.url);
  yield* streamFromWorker<AugmentWork, AugmentedBatch>(script, workerData, { signal, cancelled });
}
