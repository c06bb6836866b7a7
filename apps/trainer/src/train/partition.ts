import type { Split } from '@bestiary/contracts/dataset';
import { splitImages } from '@bestiary/datasets/image-split';
import { kFolds } from '@bestiary/datasets/k-folds';
import type { ImageFile } from '@bestiary/datasets/image-folder';
import type { TrainConfig } from './train-config.ts';

/** What one head is trained on and what it is judged on. */
export interface Part<T> {
  training: readonly T[];
  validation: readonly T[];
}

/** How images are divided: into one part, or in cross-validation into one a fold. */
export interface Partition<T> {
  parts: readonly Part<T>[];
  crossValidated: boolean;
}

/**
 * Divides images as the settings say. Folds keep every class in its share.
 *
 * @throws BestiaryError `invalid_input` for too few images
 */
export function partition<T extends Pick<ImageFile, 'path' | 'label'>>(
  images: readonly T[],
  { folds, split: kind, seed, validationSplit }: TrainConfig,
): Partition<T> {
  if (folds !== undefined) {
    return { parts: kFolds(images, { seed, folds, stratified: true }), crossValidated: true };
  }
  return { parts: [splitImages(images, { kind, seed, validationSplit })], crossValidated: false };
}

/**
 * Every image once, with the split that it counts for: in cross-validation, each is judged by the head that did not see it, so all
 * are validation images.
 */
export function withSplits<T>({ parts, crossValidated }: Partition<T>): { image: T; split: Split }[] {
  const validation = parts.flatMap((part) =>
    part.validation.map((image) => ({ image, split: 'validation' as const })),
  );
  if (crossValidated) return validation;
  return [...parts[0]!.training.map((image) => ({ image, split: 'training' as const })), ...validation];
}
