import { BestiaryError } from '@bestiary/contracts/error';
import type { ImageFile } from './image-folder.ts';
import type { ImageSplit, SplitOptions } from './image-split.ts';
import { groupImages } from './image-groups.ts';
import { countClasses, type ClassCount } from './class-count.ts';
import { NumpyRandomState } from './numpy-random.ts';
import { requireValidationShare } from './validation-share.ts';

/**
 * Divides images so that every class has its share in both parts. The validation set has `int(validationSplit · n)`
 * images, as in Keras; the classes' shares of them are whole numbers by largest remainder (of equal remainders the lower
 * label's first), at least one and never the whole class. The list is shuffled by numpy's `RandomState(seed)`; the last
 * ones of each class are its validation images, and both parts keep the shuffled order.
 *
 * Groups are kept in one part: walking the shuffled list from its end, a group is taken whole where all of it fits into
 * what its classes still lack. Where the last places can't be filled with whole groups, the validation set is smaller.
 *
 * @param images in the order of the listing; left as they are
 * @throws BestiaryError `usage` for a share out of range, `invalid_input` for a seed out of range or too few images: it
 *   names the class and what is needed
 */
export function stratifiedSplit<T extends Pick<ImageFile, 'path' | 'label'>>(
  images: readonly T[],
  { seed, validationSplit, groups = [] }: Omit<SplitOptions, 'kind'>,
): ImageSplit<T> {
  requireValidationShare(validationSplit);
  const shuffled = [...images];
  new NumpyRandomState(seed).shuffle(shuffled);
  const classes = countClasses(images);
  const lacking = validationCounts([...classes.values()], validationSplit);

  const chosen = new Set<T>();
  for (const group of groupImages(shuffled, groups).reverse()) {
    const wanted = countClasses(group);
    if ([...wanted].some(([label, { count }]) => count > lacking.get(label)!)) continue;
    for (const [label, { count }] of wanted) lacking.set(label, lacking.get(label)! - count);
    for (const image of group) chosen.add(image);
  }
  const split = {
    training: shuffled.filter((image) => !chosen.has(image)),
    validation: shuffled.filter((image) => chosen.has(image)),
  };
  const validated = new Set(split.validation.map((image) => image.label));
  for (const [label, { name, count }] of classes) {
    if (validated.has(label)) continue;
    throw new BestiaryError(
      'invalid_input',
      `class "${name}" would have no validation image: its ${count} images belong to groups that are too large to be kept together`,
      { hint: 'Add images of the class, choose a larger share, or split without groups.' },
    );
  }
  return split;
}

/** How many images of each label are for validation. */
function validationCounts(classes: readonly ClassCount[], share: number): Map<number, number> {
  for (const { name, count } of classes) {
    if (count > 1) continue;
    throw new BestiaryError(
      'invalid_input',
      `class "${name}" has 1 image: a stratified split needs at least 2, one for training and one for validation`,
    );
  }
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  const target = Math.trunc(share * total);
  const scarce =
    target < classes.length ? 'validation' : total - target < classes.length ? 'training' : undefined;
  if (classes.length === 0 || scarce) {
    const shareOfPart = scarce === 'training' ? 1 - share : share;
    const smallest = [...classes].sort((a, b) => a.count - b.count)[0];
    throw new BestiaryError(
      'invalid_input',
      smallest === undefined
        ? `0 images are too few for a validation split of ${share}`
        : `${total} images of ${classes.length} classes are too few for a stratified validation split of ${share}: ` +
            `class "${smallest.name}" (${smallest.count}) would have none for ${scarce ?? 'validation'}`,
      {
        hint: `At least ${Math.ceil(Math.max(classes.length, 1) / shareOfPart)} images are needed, or another share.`,
      },
    );
  }
  const parts = classes.map(({ label, count }) => {
    const exact = share * count;
    return { label, exact, most: count - 1, given: Math.min(Math.max(Math.floor(exact), 1), count - 1) };
  });
  let open = target - parts.reduce((sum, { given }) => sum + given, 0);
  const remainder = (part: (typeof parts)[number]) => part.exact - part.given;
  for (; open > 0; open--) {
    const able = parts.filter((part) => part.given < part.most);
    able.reduce((best, part) => (remainder(part) > remainder(best) ? part : best)).given++;
  }
  for (; open < 0; open++) {
    const able = parts.filter((part) => part.given > 1);
    able.reduce((best, part) => (remainder(part) < remainder(best) ? part : best)).given--;
  }
  return new Map(parts.map(({ label, given }) => [label, given]));
}
