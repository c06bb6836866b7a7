import type { CheckedImage } from '@bestiary/datasets/batches';
import { duplicateGroups } from '@bestiary/datasets/duplicates/duplicate-groups';
import { findNearDuplicates, type NearDuplicateGroup } from '@bestiary/datasets/duplicates/near-duplicates';
import { scanImageFolder, type ImageFolder } from '@bestiary/datasets/image-folder';
import { splitImages, type ImageSplit, type SplitKind } from '@bestiary/datasets/image-split';
import { kFolds } from '@bestiary/datasets/k-folds';
import { findExactDuplicates, findLeaks, findNearLeaks, onBothSides } from '@bestiary/datasets/leakage';
import { scanTestFolder } from '@bestiary/datasets/test-folder';
import { onInterrupt } from '../interrupt.ts';
import { Progress } from '../terminal/progress.ts';
import { writeJson } from '../terminal/result.ts';
import { TRAIN_DEFAULTS } from '../train/train-config.ts';
import type {
  DatasetReport,
  DuplicateGroup,
  FoldsReport,
  Leakage,
  NearDuplicates,
  SplitReport,
  TestReport,
} from './dataset-report.ts';
import { describeDataset } from './describe-dataset.ts';
import { readImages, type ReadFolder } from './read-images.ts';
import { countBy, describeBalance, describeSizes } from './statistics.ts';

export interface InspectOptions {
  split?: SplitKind;
  seed?: number;
  validationSplit?: number;
  folds?: number;
  testData?: string;
  json?: boolean;
}

/** Reads and decodes every image of a folder, and says what training on it would use and what is wrong with it. */
export async function inspect(dir: string, options: InspectOptions): Promise<void> {
  const progress = new Progress(process.stderr);
  const interrupt = onInterrupt();
  try {
    const reading = { progress, signal: interrupt.signal };
    const folder = await scanImageFolder(dir, reading);
    const testFolder =
      options.testData === undefined
        ? undefined
        : await scanTestFolder(options.testData, folder.classNames, reading);
    divide(folder.files, options); // too few images: better said before the work than after
    const read = await readImages(folder, reading);
    const readTest = testFolder && (await readImages(testFolder, reading));
    progress.end();
    const report = reportOn(read, readTest, options);
    if (options.json) writeJson(report);
    else console.log(describeDataset(report));
  } finally {
    progress.end();
    interrupt.dispose();
  }
}

/**
 * Puts together what was found.
 *
 * @throws BestiaryError where the images can't be divided as asked for
 */
export function reportOn(
  { folder, images, bad }: ReadFolder,
  test: ReadFolder | undefined,
  options: InspectOptions,
): DatasetReport {
  const groups = options.split === 'grouped' ? duplicateGroups(images) : undefined;
  const { split, folds, how } = divide(images, options, groups);
  const near = findNearDuplicates(images);
  const exact = findExactDuplicates(images);
  const leakageOf = ({ training }: ImageSplit<CheckedImage>): Leakage => ({
    exact: onBothSides(exact, new Set(training)),
    near: onBothSides(
      near.map((group) => group.images),
      new Set(training),
    ),
  });
  return {
    dir: folder.root,
    name: folder.name,
    classNames: folder.classNames,
    images: images.length,
    counts: countClasses(folder, images),
    balance: describeBalance(
      folder.classNames,
      images.map((image) => image.label),
    ),
    formats: countBy(images, (image) => image.format),
    sizes: describeSizes(images),
    warnings: countBy(
      images.flatMap((image) => image.warnings),
      (warning) => warning,
    ),
    bad,
    exactDuplicates: exact.map((group) => describeGroup(folder, group)),
    nearDuplicates: near.map((group) => describeNear(folder, group)),
    beyondKeras: folder.beyondKeras,
    split: describeSplit(folder, split, how),
    leakage: leakageOf(split),
    ...(folds
      ? {
          folds: describeFolds(
            folder,
            how.seed,
            folds.map((fold) => ({ ...fold, leakage: leakageOf(fold) })),
          ),
        }
      : {}),
    ...(test ? { test: describeTest(images, test) } : {}),
  };
}

/** The split, and the folds where they are asked for. */
function divide<T extends Pick<CheckedImage, 'path' | 'label'>>(
  images: readonly T[],
  options: InspectOptions,
  groups?: readonly (readonly string[])[],
): { split: ImageSplit<T>; folds: ImageSplit<T>[] | undefined; how: HowSplit } {
  const how = {
    kind: options.split ?? TRAIN_DEFAULTS.split,
    seed: options.seed ?? TRAIN_DEFAULTS.seed,
    validationSplit: options.validationSplit ?? TRAIN_DEFAULTS.validationSplit,
  };
  const { folds } = options;
  return {
    split: splitImages(images, { ...how, groups }),
    folds:
      folds === undefined ? undefined : kFolds(images, { seed: how.seed, folds, stratified: true, groups }),
    how,
  };
}

type HowSplit = Pick<SplitReport, 'kind' | 'seed' | 'validationSplit'>;

function describeSplit(
  folder: ImageFolder,
  { training, validation }: ImageSplit<CheckedImage>,
  how: HowSplit,
): SplitReport {
  return {
    ...how,
    counts: { training: countClasses(folder, training), validation: countClasses(folder, validation) },
    training: training.map((image) => image.path),
    validation: validation.map((image) => image.path),
  };
}

function describeFolds(
  folder: ImageFolder,
  seed: number,
  folds: readonly (ImageSplit<CheckedImage> & { leakage: Leakage })[],
): FoldsReport {
  return {
    seed,
    folds: folds.map(({ validation, leakage }) => ({
      counts: countClasses(folder, validation),
      validation: validation.map((image) => image.path),
      leakage,
    })),
  };
}

function describeTest(training: readonly CheckedImage[], { folder, images, bad }: ReadFolder): TestReport {
  return {
    dir: folder.root,
    images: images.length,
    counts: countClasses(folder, images),
    bad,
    leakage: { exact: findLeaks(training, images), near: findNearLeaks(training, images) },
  };
}

function describeGroup({ classNames }: ImageFolder, images: readonly CheckedImage[]): DuplicateGroup {
  return {
    paths: images.map((image) => image.path),
    classes: images.map((image) => classNames[image.label]!),
    labelsDisagree: new Set(images.map((image) => image.label)).size > 1,
  };
}

function describeNear(
  folder: ImageFolder,
  { images, pairs }: NearDuplicateGroup<CheckedImage>,
): NearDuplicates {
  const className = (image: CheckedImage) => folder.classNames[image.label]!;
  return {
    ...describeGroup(folder, images),
    pairs: pairs.map(({ images: [a, b], distance, similarity }) => ({
      paths: [a.path, b.path],
      classes: [className(a), className(b)],
      distance,
      similarity: Number(similarity.toFixed(4)),
    })),
  };
}

/** Every class in the order of the labels, also where it has none. */
function countClasses(
  { classNames }: ImageFolder,
  images: readonly Pick<CheckedImage, 'label'>[],
): Record<string, number> {
  const counts = Object.fromEntries(classNames.map((name) => [name, 0]));
  for (const { label } of images) counts[classNames[label]!]!++;
  return counts;
}
