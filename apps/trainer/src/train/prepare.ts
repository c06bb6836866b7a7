import { resolve } from 'node:path';
import type { Split } from '@bestiary/contracts/dataset';
import { badImagesError, describeBadImage } from '@bestiary/datasets/bad-image';
import type { CheckedImage } from '@bestiary/datasets/batches';
import { duplicateGroups } from '@bestiary/datasets/duplicates/duplicate-groups';
import { requireEveryClass, scanImageFolder, type ImageFolder } from '@bestiary/datasets/image-folder';
import { findLeaks } from '@bestiary/datasets/leakage';
import { manifestSha256 } from '@bestiary/datasets/manifest';
import { scanTestFolder } from '@bestiary/datasets/test-folder';
import { findWeights, type BackboneWeights } from '@bestiary/models/backbone-weights';
import { loadBackend } from '@bestiary/models/backend';
import { defaultCacheFolder } from '@bestiary/models/cache-folder';
import { cutGraph } from '@bestiary/models/graph-cut';
import { readImages } from '../dataset/read-images.ts';
import type { Progress } from '../terminal/progress.ts';
import { FeatureExtractor, type ImageFeatures } from './feature-extractor.ts';
import { select, type FeatureRows } from './fit.ts';
import { partition, withSplits, type Partition } from './partition.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { TrainConfig } from './train-config.ts';

/** Images and their features, before they are divided. */
export interface GatheredImages {
  folder: ImageFolder;
  weights: BackboneWeights;
  extractor: FeatureExtractor;
  cacheFolder: string | null;
  /** of the training folder, in the order of its listing */
  images: readonly CheckedImage[];
  rows: FeatureRows;
  /** paths of images that show one picture, for the grouped split */
  groups: readonly (readonly string[])[] | undefined;
  /** of the separate test folder */
  testFolder: TestImages | null;
  /** left out by --skip-bad */
  bad: ImageFeatures['bad'];
  hits: number;
  misses: number;
}

export interface TestImages {
  images: readonly CheckedImage[];
  rows: FeatureRows;
}

/** Everything that heads are trained on. */
export interface PreparedTraining extends Omit<GatheredImages, 'testFolder'> {
  /** rows of the matrix */
  partition: Partition<number>;
  /** of the separate test folder, or set aside */
  test: TestImages | null;
  /** every image with the split that it counts for */
  splits: readonly { image: CheckedImage; split: Split }[];
  manifestSha256: string;
}

export interface PrepareOptions {
  config: TrainConfig;
  progress: Progress;
  watch: Stopwatch;
  signal: AbortSignal;
}

/**
 * From folders to features: lists them, finds weights, checks and reads every image. Nothing is written but the cache.
 *
 * @throws BestiaryError for everything that is wrong with folders, images, weights or settings
 */
export async function prepareTraining(options: PrepareOptions): Promise<PreparedTraining> {
  return divideImages(await gatherImages(options), options.config);
}

/** What does not depend on how images are divided: see {@link prepareTraining}. */
export async function gatherImages({
  config,
  progress,
  watch,
  signal,
}: PrepareOptions): Promise<GatheredImages> {
  const folder = await watch.time('scan', () => scanImageFolder(config.data, { signal }));
  const { classNames } = folder;
  partition(folder.files, config); // too few images: better said before the work than after
  const { testData } = config;
  const testFolder =
    testData === undefined
      ? null
      : await watch.time('scan', () => scanTestFolder(testData, classNames, { signal }));
  progress.line(`${folder.name}: ${describeCounts(folder)}`);
  if (testFolder) progress.line(`test: ${describeCounts(testFolder)}`);
  const cacheFolder = config.cache ? resolve(config.cacheDir ?? defaultCacheFolder()) : null;
  const weights = await watch.time('weights', () =>
    findWeights({
      backbone: config.backbone,
      alpha: config.alpha,
      inputSize: config.imageSize,
      file: config.weights,
      cacheFolder: config.cacheDir,
    }),
  );
  progress.line(weights.line);
  if (config.fineTuneFrom !== undefined) await checkFineTuning(weights, config.fineTuneFrom);

  const extractor = new FeatureExtractor({
    weights,
    resize: config.resize,
    engine: config.backend === 'auto' ? undefined : config.backend,
    cacheFolder,
    deterministic: config.deterministic,
    signal,
    onWarning: (warning) => progress.line(`warning: ${warning}`),
  });
  const extract = async ({ files }: ImageFolder, label: string, given: string) => {
    const found = await watch.time('features', () =>
      extractor.extract(files, {
        skipBad: config.skipBad,
        onProgress: (done, total) => progress.step(label, done, total),
      }),
    );
    if (found.bad.length > 0 && !config.skipBad) throw badImagesError(found.bad, files.length);
    for (const image of found.bad) progress.line(`left out: ${describeBadImage(image)}`);
    requireEveryClass(classNames, found.images, given);
    return found;
  };
  const found = await extract(folder, 'features', config.data);
  const test = testFolder && (await extract(testFolder, 'features of the test images', config.testData!));
  const { images } = found;
  const groups =
    config.split === 'grouped'
      ? await watch.time('duplicates', () => findGroups(folder, { progress, signal }))
      : undefined;
  const hits = found.hits + (test?.hits ?? 0);
  const misses = found.misses + (test?.misses ?? 0);
  progress.line(`features: ${misses} computed, ${hits} from the cache`);

  if (test) warnOfLeaks(images, test.images, progress);
  return {
    folder,
    weights,
    extractor,
    cacheFolder,
    images,
    rows: toRows(found, extractor.width),
    groups,
    testFolder: test && { images: test.images, rows: toRows(test, extractor.width) },
    bad: [...found.bad, ...(test?.bad ?? [])],
    hits,
    misses,
  };
}

/**
 * Decides what each image is for.
 *
 * @throws BestiaryError `invalid_input` for too few images
 */
export function divideImages(
  { testFolder, ...gathered }: GatheredImages,
  config: TrainConfig,
): PreparedTraining {
  const { images, rows, folder, groups } = gathered;
  const divided = partition(images, config, groups);
  const rowOf = new Map(images.map((image, row) => [image, row]));
  const rowsOf = (part: readonly CheckedImage[]) => part.map((image) => rowOf.get(image)!);
  const setAside = rowsOf(divided.test);
  const splits = [
    ...withSplits(divided),
    ...(testFolder?.images ?? []).map((image) => ({ image, split: 'test' as const })),
  ];
  return {
    ...gathered,
    partition: {
      crossValidated: divided.crossValidated,
      parts: divided.parts.map(({ training, validation }) => ({
        training: rowsOf(training),
        validation: rowsOf(validation),
      })),
      test: setAside,
    },
    test:
      setAside.length > 0
        ? { images: divided.test, rows: { ...select(rows, Int32Array.from(setAside)), width: rows.width } }
        : testFolder,
    splits,
    manifestSha256: manifestSha256(folder.classNames, splits.map(inManifest)),
  };
}

async function findGroups(
  folder: ImageFolder,
  reading: { progress: Progress; signal: AbortSignal },
): Promise<string[][]> {
  const groups = duplicateGroups((await readImages(folder, reading)).images);
  reading.progress.line(
    groups.length === 0
      ? 'no duplicates'
      : `duplicates: ${groups.length} groups, each kept on one side of the split`,
  );
  return groups;
}

/** An image as a data set names it. */
export function inManifest({ image, split }: { image: CheckedImage; split: Split }) {
  const { sha256, path, label, width, height, measures } = image;
  return { sha256, path, label, split, width, height, ...measures };
}

function toRows({ images, features }: ImageFeatures, width: number): FeatureRows {
  return { features, labels: Int32Array.from(images, (image) => image.label), width };
}

function describeCounts({ classNames, counts }: ImageFolder): string {
  return classNames.map((name, label) => `${counts[label]} ${name}`).join(', ');
}

/** Better said before the head is trained than after. */
async function checkFineTuning({ spec }: BackboneWeights, from: string): Promise<void> {
  cutGraph(spec, from);
  await loadBackend('tensorflow');
}

function warnOfLeaks(
  images: readonly CheckedImage[],
  testImages: readonly CheckedImage[],
  progress: Progress,
): void {
  const leaks = findLeaks(images, testImages);
  if (leaks.length === 0) return;
  const [{ training, heldOut }] = leaks as [(typeof leaks)[number]];
  progress.line(
    `warning: ${leaks.length} test image${leaks.length === 1 ? ' is' : 's are'} also in the training folder (${heldOut[0]} is ${training[0]}): the test figures will be too good`,
  );
}
