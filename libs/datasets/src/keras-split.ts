import { BestiaryError } from '@bestiary/contracts/error';
import type { ImageSplit } from './image-split.ts';
import { NumpyRandomState } from './numpy-random.ts';
import { requireValidationShare } from './validation-share.ts';

/**
 * Divides what `scanImageFolder` lists as Keras 3 does in
 * `image_dataset_from_directory(folder, seed=seed, validation_split=validationSplit, subset=…)`: the whole list is
 * shuffled by numpy's `RandomState(seed)`, and its last `int(validationSplit · n)` items are the validation set. Both
 * parts keep the shuffled order (`file_paths` in Keras). As in Keras, a split needs a seed: without one, the two
 * parts could overlap.
 *
 * @param items in the order of the listing; left as it is
 * @param validationSplit share of the validation set, between 0 and 1, both excluded
 * @throws BestiaryError `usage` for a share out of range, `invalid_input` for a seed out of range or too few items
 */
export function kerasSplit<T>(
  items: readonly T[],
  { seed, validationSplit }: { seed: number; validationSplit: number },
): ImageSplit<T> {
  requireValidationShare(validationSplit);
  const shuffled = [...items];
  new NumpyRandomState(seed).shuffle(shuffled);
  const validationCount = Math.trunc(validationSplit * shuffled.length);
  const trainingCount = shuffled.length - validationCount;
  if (validationCount === 0 || trainingCount === 0) {
    const count = `${shuffled.length} image${shuffled.length === 1 ? '' : 's'}`;
    throw new BestiaryError(
      'invalid_input',
      `${count} are too few for a validation split of ${validationSplit}: no image would be left for ${
        validationCount === 0 ? 'validation' : 'training'
      }`,
      { hint: `At least ${Math.ceil(1 / validationSplit)} images are needed, or a larger share.` },
    );
  }
  return { training: shuffled.slice(0, trainingCount), validation: shuffled.slice(trainingCount) };
}
