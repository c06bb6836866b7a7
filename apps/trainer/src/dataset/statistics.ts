import type { CheckedImage } from '@bestiary/datasets/batches';

/** How many items have each name, in order of first appearance. */
export function countBy<T>(items: readonly T[], name: (item: T) => string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(name(item), (counts.get(name(item)) ?? 0) + 1);
  return Object.fromEntries(counts);
}

export interface Range {
  min: number;
  median: number;
  max: number;
}

export interface ImageSizes {
  /** pixels */
  width: Range;
  height: Range;
  /** width / height, to four digits */
  aspectRatio: Range;
  /** bytes of a file */
  fileBytes: Range;
  /** of all files */
  bytes: number;
}

/** How large images and their files are; zeros for no images. */
export function describeSizes(images: readonly CheckedImage[]): ImageSizes {
  return {
    width: rangeOf(images.map((image) => image.width)),
    height: rangeOf(images.map((image) => image.height)),
    aspectRatio: rangeOf(images.map(({ width, height }) => Number((width / height).toPrecision(4)))),
    fileBytes: rangeOf(images.map((image) => image.bytes)),
    bytes: images.reduce((sum, image) => sum + image.bytes, 0),
  };
}

/** How unevenly classes are filled. */
export interface ClassBalance {
  smallest: { className: string; images: number; share: number };
  largest: { className: string; images: number; share: number };
  /** images of the largest class for one of the smallest; null where that one has none */
  ratio: number | null;
}

/** Compares the classes' sizes; of equal ones, the first is named. */
export function describeBalance(classNames: readonly string[], labels: readonly number[]): ClassBalance {
  const counts = new Array<number>(classNames.length).fill(0);
  for (const label of labels) counts[label]!++;
  const sizeOf = (images: number) => ({
    className: classNames[counts.indexOf(images)]!,
    images,
    share: labels.length > 0 ? images / labels.length : 0,
  });
  const smallest = sizeOf(Math.min(...counts));
  const largest = sizeOf(Math.max(...counts));
  return { smallest, largest, ratio: smallest.images > 0 ? largest.images / smallest.images : null };
}

function rangeOf(values: readonly number[]): Range {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const lower = sorted[Math.ceil(middle) - 1] ?? 0;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return { min: sorted[0] ?? 0, median: (lower + upper) / 2, max: sorted.at(-1) ?? 0 };
}
