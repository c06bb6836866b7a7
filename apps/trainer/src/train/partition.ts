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
  /** set aside before anything else; in no part */
  test: readonly T[];
}

/**
 * Divides images as the settings say. Folds, and what is set aside for the test, keep every class in its share.
 *
 * @param groups paths of images that stay in one part, for the grouped split
 * @throws BestiaryError `invalid_input` for too few images
 */
export function partition<T extends Pick<ImageFile, 'path' | 'label'>>(
  images: readonly T[],
  config: TrainConfig,
  groups?: readonly (readonly string[])[],
): Partition<T> {
  const { testSplit, testSeed } = config;
  if (testSplit) {
    const options = { kind: 'stratified', seed: testSeed, validationSplit: testSplit, groups } as const;
    const test = new Set(splitImages(images, options).validation);
    return {
      ...divide(
        images.filter((image) => !test.has(image)),
        config,
        groups,
      ),
      test: images.filter((image) => test.has(image)),
    };
  }
  return { ...divide(images, config, groups), test: [] };
}

function divide<T extends Pick<ImageFile, 'path' | 'label'>>(
  images: readonly T[],
  { folds, split: kind, seed, validationSplit }: TrainConfig,
  groups: readonly (readonly string[])[] | undefined,
): Pick<Partition<T>, 'parts' | 'crossValidated'> {
  if (folds !== undefined) {
    return { parts: kFolds(images, { seed, folds, stratified: true, groups }), crossValidated: true };
  }
  const part =
    validationSplit === 0
      ? { training: images, validation: [] }
      : splitImages(images, { kind, seed, validationSplit, groups });
  return { parts: [part], crossValidated: false };
}

/**
 * Every image once, with the split that it counts for: in cross-validation, each is judged by the head that did not see it, so all
 * but those set aside are validation images.
 */
export function withSplits<T>({ parts, crossValidated, test }: Partition<T>): { image: T; split: Split }[] {
  const as = (split: Split, images: readonly T[]) => images.map((image) => ({ image, split }));
  return [
    ...(crossValidated ? [] : as('training', parts[0]!.training)),
    ...parts.flatMap(({ validation }) => as('validation', validation)),
    ...as('test', test),
  ];
}
