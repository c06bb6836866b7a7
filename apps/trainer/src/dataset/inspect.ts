import type { BadImage } from '@bestiary/datasets/bad-image';
import { loadBatches, type CheckedImage } from '@bestiary/datasets/batches';
import { scanImageFolder } from '@bestiary/datasets/image-folder';
import { kerasSplit } from '@bestiary/datasets/keras-split';
import { onInterrupt } from '../interrupt.ts';
import { Progress } from '../terminal/progress.ts';
import { writeJson } from '../terminal/result.ts';
import { TRAIN_DEFAULTS } from '../train/train-config.ts';
import { describeDataset, type DatasetReport } from './dataset-report.ts';
import { countBy, describeSizes, exactDuplicates } from './statistics.ts';

export interface InspectOptions {
  seed?: number;
  validationSplit?: number;
  json?: boolean;
}

/** Reads and decodes every image of a folder, and says what training on it would use. */
export async function inspect(dir: string, options: InspectOptions): Promise<void> {
  const progress = new Progress(process.stderr);
  const interrupt = onInterrupt();
  try {
    const { signal } = interrupt;
    const folder = await scanImageFolder(dir, { signal });
    const images: CheckedImage[] = [];
    const bad: BadImage[] = [];
    // one pixel an image is enough: decoding is what finds the damage
    for await (const batch of loadBatches(folder.files, { size: 1, batchSize: 32, signal })) {
      images.push(...batch.images);
      bad.push(...batch.bad);
      progress.step('reading', images.length + bad.length, folder.files.length);
    }
    progress.end();
    const { seed = TRAIN_DEFAULTS.seed, validationSplit = TRAIN_DEFAULTS.validationSplit } = options;
    const split = kerasSplit(images, { seed, validationSplit });
    const classOf = (image: CheckedImage) => folder.classNames[image.label]!;
    const report: DatasetReport = {
      dir: folder.root,
      name: folder.name,
      classNames: folder.classNames,
      images: images.length,
      counts: countBy(images, classOf),
      formats: countBy(images, (image) => image.format),
      sizes: describeSizes(images),
      warnings: countBy(
        images.flatMap((image) => image.warnings),
        (warning) => warning,
      ),
      bad,
      exactDuplicates: exactDuplicates(images),
      beyondKeras: folder.beyondKeras,
      split: {
        seed,
        validationSplit,
        counts: {
          training: countBy(split.training, classOf),
          validation: countBy(split.validation, classOf),
        },
        training: split.training.map((image) => image.path),
        validation: split.validation.map((image) => image.path),
      },
    };
    if (options.json) writeJson(report);
    else console.log(describeDataset(report));
  } finally {
    progress.end();
    interrupt.dispose();
  }
}
