import { BestiaryError } from '@bestiary/contracts/error';
import type { ImageFile } from './image-folder.ts';
import { kerasSplit } from './keras-split.ts';
import { stratifiedSplit } from './stratified-split.ts';

/**
 * How a folder is divided: exactly as Keras does; with every class in its share; or so and with each group of images (such
 * as duplicates) on one side.
 */
export const SPLIT_KINDS = ['keras', 'stratified', 'grouped'] as const;
export type SplitKind = (typeof SPLIT_KINDS)[number];

export interface ImageSplit<T> {
  readonly training: T[];
  readonly validation: T[];
}

export interface SplitOptions {
  readonly kind: SplitKind;
  /** whole, 0 to 2³² − 1 */
  readonly seed: number;
  /** share of the validation set, between 0 and 1, both excluded */
  readonly validationSplit: number;
  /** paths of images that belong together, such as near-duplicates: each group is kept in one part; not of `keras` */
  readonly groups?: readonly (readonly string[])[];
}

/**
 * Divides images into training and validation; `training` and `validation` are the `subset`s of Keras'
 * `image_dataset_from_directory`. Every kind shuffles the whole list by numpy's `RandomState(seed)`, and both parts keep
 * the shuffled order.
 *
 * @param images in the order of the listing; left as they are
 * @throws BestiaryError `usage` for a share out of range, or for groups in Keras' split, which knows none;
 *   `invalid_input` for a seed out of range or too few images, of a class or in all
 */
export function splitImages<T extends Pick<ImageFile, 'path' | 'label'>>(
  images: readonly T[],
  { kind, ...options }: SplitOptions,
): ImageSplit<T> {
  if (kind !== 'keras') return stratifiedSplit(images, options);
  if (options.groups) {
    throw new BestiaryError('usage', "Keras' split keeps no groups together", {
      hint: 'Choose the grouped split.',
    });
  }
  return kerasSplit(images, options);
}
