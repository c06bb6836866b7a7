import { BestiaryError } from '@bestiary/contracts/error';
import type { BadImage } from './bad-image.ts';
import type { BatchWork } from './batch-worker.ts';
import type { Fingerprint } from './duplicates/fingerprint.ts';
import type { ImageWarning } from './image-check.ts';
import type { ImageFile } from './image-folder.ts';
import type { ImageFormat } from './image-format.ts';
import { loadImages } from './load-images.ts';
import type { ImageMeasures } from './measure-image.ts';
import type { ResizeMode } from './resize.ts';
import { batchesAhead, streamFromWorker } from './worker-stream.ts';

/** An image that can be trained on. */
export interface CheckedImage extends ImageFile {
  /** of the file's bytes */
  readonly sha256: string;
  readonly format: ImageFormat;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly warnings: readonly ImageWarning[];
  /** where it was asked for and the image was decoded */
  readonly fingerprint?: Fingerprint;
  /** where they were asked for and the image was decoded */
  readonly measures?: ImageMeasures;
}

export interface ImageBatch {
  /** what was decoded: `[n, size, size, 3]` float32, 0..255; yours to keep */
  readonly pixels: Float32Array<ArrayBuffer>;
  /** the images of `pixels`, row by row */
  readonly decoded: readonly CheckedImage[];
  /** every good image since the batch before, decoded or not, in the order of the files */
  readonly images: readonly CheckedImage[];
  /** every bad one since the batch before, in the order of the files */
  readonly bad: readonly BadImage[];
}

export interface LoadOptions {
  /** side of the square in pixels */
  readonly size: number;
  /** decoded images a batch; the last one may have fewer, or none */
  readonly batchSize: number;
  readonly resize?: ResizeMode;
  /** SHA-256 of contents whose features are known: they are checked, but not decoded */
  readonly known?: ReadonlySet<string>;
  /** fingerprint what is decoded, to find near-duplicates */
  readonly fingerprints?: boolean;
  /** measure what is decoded */
  readonly measures?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Reads, hashes, checks, decodes and resizes files, each read once, and yields them in order, in batches that are full
 * until the last. All of it happens on a worker thread, from the first `next()` on, so that loading goes on while the
 * consumer's computation holds the main thread; batches arrive without being copied. Memory is bounded: 64 MiB of
 * pixels wait for the consumer, and `PixelBudget` limits what is decoded at a time. A bad image is reported, never
 * thrown, and has no row.
 *
 * @throws BestiaryError `cancelled` when the signal fires; nothing goes on in the background afterwards
 */
export async function* loadBatches(
  files: readonly ImageFile[],
  { signal, ...options }: LoadOptions,
): AsyncGenerator<ImageBatch, void, void> {
  const cancelled = () => new BestiaryError('cancelled', 'reading the images was cancelled');
  if (signal?.aborted) throw cancelled();
  if (import.meta.url.endsWith('.ts')) return yield* loadImages(files, { ...options, signal }); // not compiled: in tests
  const workerData = { work: { files, options }, ahead: batchesAhead(options.batchSize, options.size) };
  const script = new URL('./batch-worker.js', import.meta.url);
  yield* streamFromWorker<BatchWork, ImageBatch>(script, workerData, { signal, cancelled });
}
