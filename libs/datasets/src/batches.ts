import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { type BadImage, BadImageError } from './bad-image.ts';
import { decodeImage } from './decode.ts';
import { type ImageFormat } from './image-format.ts';
import { type ImageFile } from './image-folder.ts';
import {
  type ImageHeader,
  type ImageWarning,
  MAX_IMAGE_BYTES,
  checkImage,
  tooManyBytes,
} from './image-check.ts';
import { PixelBudget } from './pixel-budget.ts';
import { type ResizeMode, resizeBilinear } from './resize.ts';

/** An image that can be trained on. */
export interface CheckedImage extends ImageFile {
  /** of the file's bytes */
  readonly sha256: string;
  readonly format: ImageFormat;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly warnings: readonly ImageWarning[];
}

export interface ImageBatch {
  /** what was decoded: `[n, size, size, 3]` float32, 0..255; yours to keep */
  readonly pixels: Float32Array;
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
  /** images a batch; the last one may have fewer */
  readonly batchSize: number;
  readonly resize?: ResizeMode;
  /** asked in order, once an image: false leaves the pixels of that content out (its features are known) */
  readonly needsPixels?: (sha256: string) => boolean;
  readonly signal?: AbortSignal;
}

interface Loaded {
  readonly image: CheckedImage;
  readonly pixels: Float32Array | undefined;
}

/** Batches of work that run ahead of the consumer, beside the one that it has. */
const BATCHES_AHEAD = 2;

/**
 * Reads, hashes, checks, decodes and resizes files, each read once, and yields them in order, in batches that are full
 * until the last. Threads of libuv's pool read and decode up to two batches ahead while the consumer computes; no more
 * than `PixelBudget` allows are decoded at a time, so large photographs don't fill the memory. A bad image is
 * reported, never thrown, and has no row.
 *
 * @throws BestiaryError `cancelled` when the signal fires; nothing goes on in the background afterwards
 */
export async function* loadBatches(
  files: readonly ImageFile[],
  options: LoadOptions,
): AsyncGenerator<ImageBatch, void, void> {
  const { size, batchSize } = options;
  const rowLength = size * size * 3;
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const budget = new PixelBudget();
  const ahead: Promise<Loaded | BadImage>[] = [];
  let next = 0;
  const fill = (): void => {
    while (next < files.length && ahead.length < batchSize * BATCHES_AHEAD) {
      const work = load(files[next++]!, options, budget, signal);
      work.catch(() => undefined); // awaited in its turn
      ahead.push(work);
    }
  };
  try {
    let rows: Loaded[] = [];
    let images: CheckedImage[] = [];
    let bad: BadImage[] = [];
    const flush = (): ImageBatch => {
      const pixels = new Float32Array(rows.length * rowLength);
      rows.forEach((row, i) => pixels.set(row.pixels!, i * rowLength));
      const batch = { pixels, decoded: rows.map((row) => row.image), images, bad };
      rows = [];
      images = [];
      bad = [];
      return batch;
    };
    for (fill(); ahead.length > 0; fill()) {
      const done = await ahead.shift()!;
      if ('kind' in done) {
        bad.push(done);
        continue;
      }
      images.push(done.image);
      if (done.pixels === undefined) continue;
      rows.push(done);
      if (rows.length === batchSize) {
        fill();
        yield flush();
      }
    }
    if (images.length > 0 || bad.length > 0) yield flush();
  } finally {
    stop.abort();
    await Promise.allSettled(ahead);
  }
}

async function load(
  file: ImageFile,
  { size, resize = 'stretch', needsPixels = () => true }: LoadOptions,
  budget: PixelBudget,
  signal: AbortSignal,
): Promise<Loaded | BadImage> {
  try {
    throwIfAborted(signal);
    const bytes = await readImageFile(file.file);
    throwIfAborted(signal);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const header = await checkImage(bytes, file.path);
    let warnings = header.warnings;
    let pixels: Float32Array | undefined;
    if (needsPixels(sha256)) {
      const decoded = await decodeWithin(budget, bytes, header, signal);
      pixels = new Float32Array(size * size * 3);
      resizeBilinear(decoded, size, resize, pixels);
      if (!decoded.exact) warnings = [...warnings, 'inexact-decoding'];
    }
    const { format, width, height } = header;
    return { image: { ...file, sha256, format, bytes: bytes.length, width, height, warnings }, pixels };
  } catch (error) {
    if (!(error instanceof BadImageError)) throw error;
    return { path: file.path, kind: error.kind, reason: error.message };
  }
}

async function decodeWithin(budget: PixelBudget, bytes: Buffer, header: ImageHeader, signal: AbortSignal) {
  const release = await budget.take(header.width * header.height);
  try {
    throwIfAborted(signal);
    return await decodeImage(bytes, header);
  } finally {
    release();
  }
}

/**
 * Reads an image's file.
 *
 * @throws BadImageError `unreadable`, or `too-large` (then it is not read)
 */
export async function readImageFile(file: string): Promise<Buffer> {
  try {
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      if (size > MAX_IMAGE_BYTES) throw tooManyBytes(size);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof BadImageError) throw cause;
    throw new BadImageError('unreadable', describe(cause), { cause });
  }
}

function describe(cause: unknown): string {
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ELOOP':
      return 'the file is gone, or a link that leads nowhere';
    case 'EACCES':
    case 'EPERM':
      return 'no permission to read the file';
    default:
      return `the file cannot be read: ${messageOf(cause)}`;
  }
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new BestiaryError('cancelled', 'reading the images was cancelled');
}
