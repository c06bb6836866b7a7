import { BestiaryError } from '@bestiary/contracts/error';
import type { CheckedImage } from '../batches.ts';
import type { AugmentedBatch, AugmentedPass, AugmentOptions } from './augmented-batches.ts';
import { drawView } from './augmentation.ts';
import { ResizedImages } from './resized-images.ts';
import { ViewPainter } from './view-painter.ts';

/** Images being decoded at a time: enough to keep libuv's four threads busy. */
const IMAGES_IN_FLIGHT = 16;

interface Step {
  readonly pass: number;
  readonly row: number;
  readonly pixels: Promise<Float32Array>;
}

/** What `augmentedBatches` does, on the thread that calls it. */
export async function* augmentImages(
  images: readonly CheckedImage[],
  { passes, augmentation, seed, size, resize = 'stretch', batchSize, signal }: AugmentOptions,
): AsyncGenerator<AugmentedBatch, void, void> {
  const resized = new ResizedImages(images, size, resize);
  const painter = new ViewPainter(size);
  const rowLength = size * size * 3;
  const steps = eachRow(passes, images.length);
  const inFlight: Step[] = [];
  const fill = (): void => {
    while (inFlight.length < IMAGES_IN_FLIGHT) {
      const next = steps.next();
      if (next.done) return;
      const pixels = resized.load(next.value.row);
      pixels.catch(() => undefined); // awaited in its turn
      inFlight.push({ ...next.value, pixels });
    }
  };
  try {
    for (fill(); inFlight.length > 0;) {
      const { pass } = inFlight[0]!;
      const rows: number[] = [];
      let pixels = new Float32Array(batchSize * rowLength);
      while (rows.length < batchSize && inFlight[0]?.pass === pass) {
        const step = inFlight.shift()!;
        const source = await step.pixels;
        fill();
        if (signal?.aborted) throw new BestiaryError('cancelled', 'augmenting the images was cancelled');
        const at = rows.push(step.row) * rowLength - rowLength;
        const view = drawView(augmentation, {
          seed,
          image: images[step.row]!.sha256,
          number: passes[pass]!.view,
        });
        pixels.set(source, at);
        painter.paint(pixels.subarray(at, at + rowLength), view);
      }
      if (rows.length < batchSize) pixels = pixels.slice(0, rows.length * rowLength);
      yield { pass, rows, pixels };
    }
  } finally {
    await Promise.allSettled(inFlight.map((step) => step.pixels));
  }
}

function* eachRow(
  passes: readonly AugmentedPass[],
  images: number,
): Generator<{ pass: number; row: number }> {
  for (const [pass, { rows }] of passes.entries()) {
    const count = rows?.length ?? images;
    for (let i = 0; i < count; i++) yield { pass, row: rows ? rows[i]! : i };
  }
}
