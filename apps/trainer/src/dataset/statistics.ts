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

/** Smallest, median and largest width and height in pixels, and bytes in all; zeros for no images. */
export function describeSizes(images: readonly CheckedImage[]): {
  width: Range;
  height: Range;
  bytes: number;
} {
  return {
    width: rangeOf(images.map((image) => image.width)),
    height: rangeOf(images.map((image) => image.height)),
    bytes: images.reduce((sum, image) => sum + image.bytes, 0),
  };
}

/** Groups of paths whose files have the same bytes. */
export function exactDuplicates(images: readonly CheckedImage[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const { sha256, path } of images) groups.set(sha256, [...(groups.get(sha256) ?? []), path]);
  return [...groups.values()].filter((paths) => paths.length > 1);
}

function rangeOf(values: readonly number[]): Range {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const lower = sorted[Math.ceil(middle) - 1] ?? 0;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return { min: sorted[0] ?? 0, median: (lower + upper) / 2, max: sorted.at(-1) ?? 0 };
}
