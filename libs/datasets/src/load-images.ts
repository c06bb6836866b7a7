import { createHash } from 'node:crypto';
import { BestiaryError } from '@bestiary/contracts/error';
import { type BadImage, BadImageError } from './bad-image.ts';
import type { CheckedImage, ImageBatch, LoadOptions } from './batches.ts';
import { decodeImage } from './decode.ts';
import { fingerprint } from './duplicates/fingerprint.ts';
import { type ImageHeader, checkImage } from './image-check.ts';
import { readImageFile } from './image-file.ts';
import type { ImageFile } from './image-folder.ts';
import { measureImage } from './measure-image.ts';
import { PixelBudget } from './pixel-budget.ts';
import { resizeBilinear } from './resize.ts';

interface Loaded {
  readonly image: CheckedImage;
  readonly pixels: Float32Array | undefined;
}

/** Files being read or decoded at a time: enough to keep libuv's four threads busy. */
const FILES_IN_FLIGHT = 16;

/**
 * What `loadBatches` does, on the thread that calls it: reads, hashes, checks, decodes and resizes files, each read
 * once, and yields them in order, in batches that are full until the last.
 *
 * @throws BestiaryError `cancelled` when the signal fires; nothing goes on in the background afterwards
 */
export async function* loadImages(
  files: readonly ImageFile[],
  { size, batchSize, resize = 'stretch', known, fingerprints = false, measures = false, signal }: LoadOptions,
): AsyncGenerator<ImageBatch, void, void> {
  const rowLength = size * size * 3;
  const stop = new AbortController();
  const stopped = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const budget = new PixelBudget();

  const load = async (file: ImageFile): Promise<Loaded | BadImage> => {
    try {
      throwIfAborted(stopped);
      const bytes = await readImageFile(file.file);
      throwIfAborted(stopped);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const { warnings, ...header } = await checkImage(bytes, file.path);
      const image = { ...file, sha256, bytes: bytes.length, ...header, warnings };
      if (known?.has(sha256)) return { image, pixels: undefined };
      const pixels = new Float32Array(rowLength);
      const findings = await decodeInto(pixels, bytes, image);
      return { image: { ...image, ...findings }, pixels };
    } catch (error) {
      if (!(error instanceof BadImageError)) throw error;
      return { path: file.path, kind: error.kind, reason: error.message };
    }
  };

  /** What only the decoded image shows. */
  const decodeInto = async (
    out: Float32Array,
    bytes: Buffer,
    header: ImageHeader,
  ): Promise<Pick<CheckedImage, 'warnings' | 'fingerprint' | 'measures'>> => {
    const release = await budget.take(header.width * header.height);
    try {
      throwIfAborted(stopped);
      const decoded = await decodeImage(bytes, header);
      resizeBilinear(decoded, size, resize, out);
      return {
        warnings: decoded.exact ? header.warnings : [...header.warnings, 'inexact-decoding'],
        ...(fingerprints ? { fingerprint: fingerprint(decoded) } : {}),
        ...(measures ? { measures: measureImage(decoded) } : {}),
      };
    } finally {
      release();
    }
  };

  const inFlight: Promise<Loaded | BadImage>[] = [];
  let next = 0;
  const fill = (): void => {
    while (next < files.length && inFlight.length < FILES_IN_FLIGHT) {
      const work = load(files[next++]!);
      work.catch(() => undefined); // awaited in its turn
      inFlight.push(work);
    }
  };

  let rows: Required<Loaded>[] = [];
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

  try {
    for (fill(); inFlight.length > 0; fill()) {
      const done = await inFlight.shift()!;
      if ('kind' in done) {
        bad.push(done);
        continue;
      }
      images.push(done.image);
      if (done.pixels === undefined) continue;
      rows.push(done);
      if (rows.length === batchSize) yield flush();
    }
    if (images.length > 0 || bad.length > 0) yield flush();
  } finally {
    stop.abort();
    await Promise.allSettled(inFlight);
  }
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new BestiaryError('cancelled', 'reading the images was cancelled');
}
