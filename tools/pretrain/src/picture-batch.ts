import { drawPicture, type SeriesOptions } from './picture.ts';
import { TASKS } from './task.ts';

/** Consecutive pictures of a series, ready for training. */
export interface PictureBatch {
  readonly size: number;
  readonly count: number;
  /** `[count, size, size, 3]`, 0 to 255 */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** `[tasks, count]`, in the order of TASKS */
  readonly labels: Int32Array<ArrayBuffer>;
}

export interface BatchRequest extends SeriesOptions {
  readonly seed: number;
  /** index of the first picture in the series */
  readonly first: number;
  readonly count: number;
  readonly size: number;
}

export function drawBatch({ seed, first, count, size, ...series }: BatchRequest): PictureBatch {
  const bytes = size * size * 3;
  const pixels = new Uint8Array(count * bytes);
  const labels = new Int32Array(TASKS.length * count);
  for (let i = 0; i < count; i++) {
    const picture = drawPicture(seed, first + i, size, series);
    pixels.set(picture.pixels, i * bytes);
    TASKS.forEach((task, row) => (labels[row * count + i] = picture.labels[task.name]));
  }
  return { size, count, pixels, labels };
}
