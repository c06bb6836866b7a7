import type { CheckedImage } from './batches.ts';
import { type ComparedImage, findNearDuplicates } from './duplicates/near-duplicates.ts';
import { groupBy } from './group-by.ts';

/** One picture on both sides of a split. */
export interface Leak {
  /** paths in the training set */
  readonly training: readonly string[];
  /** paths in the set that is meant to be unseen */
  readonly heldOut: readonly string[];
}

type Compared = ComparedImage & Pick<CheckedImage, 'path'>;

/** The images that share their bytes with another, together; in the order of the images. */
export function findExactDuplicates<T extends Pick<CheckedImage, 'sha256'>>(images: readonly T[]): T[][] {
  return [...groupBy(images, (image) => image.sha256).values()].filter((same) => same.length > 1);
}

/** Finds the images of a validation or test set whose bytes are also in the training set. */
export function findLeaks(
  training: readonly Pick<CheckedImage, 'path' | 'sha256'>[],
  heldOut: readonly Pick<CheckedImage, 'path' | 'sha256'>[],
): Leak[] {
  return onBothSides(findExactDuplicates([...training, ...heldOut]), new Set(training));
}

/** Finds the images of a validation or test set that are near-duplicates of images of the training set. */
export function findNearLeaks(training: readonly Compared[], heldOut: readonly Compared[]): Leak[] {
  const groups = findNearDuplicates([...training, ...heldOut]);
  return onBothSides(
    groups.map((group) => group.images),
    new Set(training),
  );
}

/** The groups that have images in the training set and others. */
export function onBothSides<T extends { readonly path: string }>(
  groups: readonly (readonly T[])[],
  training: ReadonlySet<T>,
): Leak[] {
  return groups.flatMap((group) => {
    const seen = group.filter((image) => training.has(image)).map(({ path }) => path);
    const unseen = group.filter((image) => !training.has(image)).map(({ path }) => path);
    return seen.length > 0 && unseen.length > 0 ? [{ training: seen, heldOut: unseen }] : [];
  });
}
