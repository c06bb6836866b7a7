import { BestiaryError } from '@bestiary/contracts/error';
import { countClasses } from './class-count.ts';
import type { ImageFile } from './image-folder.ts';
import type { ImageSplit } from './image-split.ts';
import { groupImages } from './image-groups.ts';
import { NumpyRandomState } from './numpy-random.ts';

export interface FoldOptions {
  /** whole, 0 to 2³² − 1 */
  readonly seed: number;
  /** how many: 2 or more */
  readonly folds: number;
  /** every class spread evenly over the folds */
  readonly stratified: boolean;
  /** paths of images that belong together, such as near-duplicates: each group is kept in one fold */
  readonly groups?: readonly (readonly string[])[];
}

/**
 * Divides images into folds for cross-validation: each image is in the validation part of exactly one fold and in the
 * training part of all others. The list is shuffled by numpy's `RandomState(seed)` and dealt out, class by class if
 * stratified; every part keeps the shuffled order. Fold sizes differ by at most one, and so do those of each class if
 * stratified. With groups, the largest are dealt first, each to the fold that has the fewest images of its classes, then
 * the fewest in all; sizes may then differ by more.
 *
 * @param images in the order of the listing; left as they are
 * @throws BestiaryError `usage` for a number of folds that is not whole or below 2; `invalid_input` for a seed out of
 *   range, or fewer images than folds, of a class if stratified: it names the class and what is needed
 */
export function kFolds<T extends Pick<ImageFile, 'path' | 'label'>>(
  images: readonly T[],
  { seed, folds, stratified, groups = [] }: FoldOptions,
): ImageSplit<T>[] {
  refuseTooFew(images, folds, stratified);
  const shuffled = [...images];
  new NumpyRandomState(seed).shuffle(shuffled);
  const order = groupImages(shuffled, groups).sort(
    (a, b) => b.length - a.length || (stratified ? a[0]!.label - b[0]!.label : 0),
  );
  const foldOf = new Map<T, number>();
  const loads = Array.from({ length: folds }, () => ({ size: 0, ofClass: new Map<number, number>() }));
  for (const group of order) {
    const labels = stratified ? [...new Set(group.map((image) => image.label))] : [];
    const load = ({ ofClass }: (typeof loads)[number]) =>
      labels.reduce((sum, label) => sum + (ofClass.get(label) ?? 0), 0);
    const lightest = loads.reduce((best, fold) =>
      load(fold) < load(best) || (load(fold) === load(best) && fold.size < best.size) ? fold : best,
    );
    lightest.size += group.length;
    for (const image of group) {
      foldOf.set(image, loads.indexOf(lightest));
      lightest.ofClass.set(image.label, (lightest.ofClass.get(image.label) ?? 0) + 1);
    }
  }
  return loads.map((_, fold) => ({
    training: shuffled.filter((image) => foldOf.get(image) !== fold),
    validation: shuffled.filter((image) => foldOf.get(image) === fold),
  }));
}

function refuseTooFew(
  images: readonly Pick<ImageFile, 'path' | 'label'>[],
  folds: number,
  stratified: boolean,
): void {
  if (!Number.isInteger(folds) || folds < 2) {
    throw new BestiaryError('usage', `the number of folds is a whole number from 2 on, not ${folds}`);
  }
  if (images.length < folds) {
    const count = `${images.length} image${images.length === 1 ? '' : 's'}`;
    throw new BestiaryError(
      'invalid_input',
      `${count} are too few for ${folds} folds: at least ${folds} are needed`,
    );
  }
  if (!stratified) return;
  const few = [...countClasses(images).values()].filter(({ count }) => count < folds);
  if (few.length === 0) return;
  const named = few.map(({ name, count }) => `"${name}" (${count})`).join(', ');
  throw new BestiaryError(
    'invalid_input',
    `${folds} stratified folds need at least ${folds} images of each class; too few has ${named}`,
    { hint: 'Add images, or choose fewer folds.' },
  );
}
