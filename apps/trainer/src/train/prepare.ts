import { resolve } from 'node:path';
import { BestiaryError } from '@bestiary/contracts/error';
import type { Split } from '@bestiary/contracts/dataset';
import { badImagesError, describeBadImage } from '@bestiary/datasets/bad-image';
import type { CheckedImage } from '@bestiary/datasets/batches';
import { scanImageFolder, type ImageFolder } from '@bestiary/datasets/image-folder';
import { kerasSplit, type KerasSplit } from '@bestiary/datasets/keras-split';
import { manifestSha256 } from '@bestiary/datasets/manifest';
import { findWeights, type BackboneWeights } from '@bestiary/models/backbone-weights';
import { defaultCacheFolder } from '@bestiary/models/cache-folder';
import type { LabelledFeatures } from '@bestiary/models/head-training';
import type { Progress } from '../terminal/progress.ts';
import { computeFeatures, type ImageFeatures } from './features.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { TrainConfig } from './train-config.ts';

/** Everything that a head is trained on. */
export interface PreparedTraining {
  folder: ImageFolder;
  weights: BackboneWeights;
  computed: ImageFeatures;
  cacheFolder: string | null;
  split: KerasSplit<CheckedImage>;
  training: LabelledFeatures;
  validation: LabelledFeatures;
  manifestSha256: string;
}

export interface PrepareOptions {
  config: TrainConfig;
  progress: Progress;
  watch: Stopwatch;
  signal: AbortSignal;
}

/**
 * From a folder to features: lists it, finds weights, checks and reads every image. Nothing is written but the cache.
 *
 * @throws BestiaryError for everything that is wrong with folder, images, weights or settings
 */
export async function prepareTraining({
  config,
  progress,
  watch,
  signal,
}: PrepareOptions): Promise<PreparedTraining> {
  const folder = await watch.time('scan', () => scanImageFolder(config.data, { signal }));
  kerasSplit(folder.files, config); // too few images: better said before the work than after
  progress.line(`${folder.name}: ${describeCounts(folder)}`);
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

  const computed = await watch.time('features', () =>
    computeFeatures({
      files: folder.files,
      weights,
      resize: config.resize,
      engine: config.backend === 'auto' ? undefined : config.backend,
      cacheFolder,
      skipBad: config.skipBad,
      signal,
      onProgress: (done, total) => progress.step('features', done, total),
      onWarning: (warning) => progress.line(`warning: ${warning}`),
    }),
  );
  const { images, bad, hits, misses } = computed;
  if (bad.length > 0 && !config.skipBad) throw badImagesError(bad, folder.files.length);
  for (const image of bad) progress.line(`left out: ${describeBadImage(image)}`);
  refuseEmptyClass(folder, images);
  progress.line(`features: ${misses} computed, ${hits} from the cache`);

  const split = kerasSplit(images, config);
  const rows = new Map(images.map((image, row) => [image, row]));
  const select = (part: readonly CheckedImage[]) => selectRows(part, computed, rows);
  return {
    folder,
    weights,
    computed,
    cacheFolder,
    split,
    training: select(split.training),
    validation: select(split.validation),
    manifestSha256: manifestSha256(folder.classNames, [
      ...inSplit(split.training, 'training'),
      ...inSplit(split.validation, 'validation'),
    ]),
  };
}

/** The images as a data set names them. */
export function inSplit(images: readonly CheckedImage[], split: Split) {
  return images.map(({ sha256, path, label, width, height }) => ({
    sha256,
    path,
    label,
    split,
    width,
    height,
  }));
}

function selectRows(
  part: readonly CheckedImage[],
  { features, width }: ImageFeatures,
  rows: ReadonlyMap<CheckedImage, number>,
): LabelledFeatures {
  const selected = new Float32Array(part.length * width);
  for (const [i, image] of part.entries()) {
    const row = rows.get(image)!;
    selected.set(features.subarray(row * width, (row + 1) * width), i * width);
  }
  return { features: selected, labels: Int32Array.from(part, (image) => image.label) };
}

function describeCounts({ classNames, counts }: ImageFolder): string {
  return classNames.map((name, label) => `${counts[label]} ${name}`).join(', ');
}

function refuseEmptyClass({ classNames }: ImageFolder, images: readonly CheckedImage[]): void {
  const empty = classNames.filter((_, label) => !images.some((image) => image.label === label));
  if (empty.length === 0) return;
  throw new BestiaryError(
    'invalid_input',
    `no image of class ${empty.map((name) => `"${name}"`).join(', ')} can be used`,
  );
}
