import { BestiaryError } from '@bestiary/contracts/error';
import { describeBadImage } from '@bestiary/datasets/bad-image';
import { loadClassifier, savedMetadata, type Classifier } from '@bestiary/models/classifier';
import { predictedClass } from '@bestiary/metrics/predicted-class';
import { defaultServer } from '../default-server.ts';
import { findModel } from '../export/find-model.ts';
import { onInterrupt } from '../interrupt.ts';
import { Progress } from '../terminal/progress.ts';
import { writeJson } from '../terminal/result.ts';
import { findImages } from './find-images.ts';
import { predictImages, type PredictedImages } from './predict-images.ts';
import { withSavedThreshold } from './saved-threshold.ts';
import { predictionTable, type ImagePrediction } from './prediction-table.ts';

/** What stands on the command line, as commander names it. */
export interface PredictCommandOptions {
  model: string;
  top?: number;
  server?: string;
  json?: boolean;
}

/** Prints what a model sees in images; the exit status is 1 when any of them can't be used. */
export async function predictCommand(
  given: readonly string[],
  { model, top, server = defaultServer(), json }: PredictCommandOptions,
): Promise<void> {
  if (top !== undefined && !(Number.isInteger(top) && top >= 1)) {
    throw new BestiaryError('usage', `--top ${top}: expected a whole number from 1 on`);
  }
  const progress = new Progress(process.stderr);
  const interrupt = onInterrupt();
  try {
    const files = await findImages(given);
    const found = await findModel(model, server);
    const classifier = withSavedThreshold(await loadClassifier(found.folder), found.tags);
    const predicted = await predictImages(classifier, files, {
      signal: interrupt.signal,
      onProgress: (done, total) => progress.step('predicting', done, total),
      onWarning: (warning) => progress.line(`warning: ${warning}`),
    });
    progress.end();
    const predictions = toImagePredictions(classifier, predicted);
    const { bad } = predicted;
    if (json) {
      writeJson({ model: { folder: found.folder, ...savedMetadata(classifier) }, predictions, bad });
    } else if (predictions.length > 0) {
      const shown = top ?? (classifier.head.classes === 2 ? 1 : 3);
      process.stdout.write(`${predictionTable(predictions, shown)}\n`);
    }
    for (const image of bad) progress.line(`cannot be used: ${describeBadImage(image)}`);
    if (bad.length > 0) process.exitCode = 1;
  } finally {
    progress.end();
    interrupt.dispose();
  }
}

function toImagePredictions(
  { head, metadata }: Classifier,
  { images, probabilities }: PredictedImages,
): ImagePrediction[] {
  const { classNames, threshold } = metadata;
  return images.map(({ path }, row) => {
    const own = probabilities.subarray(row * head.classes, (row + 1) * head.classes);
    const index = head.classes === 2 ? Number(own[1]! >= threshold) : predictedClass(own, 0, head.classes);
    return {
      path,
      predicted: classNames[index]!,
      probabilities: Object.fromEntries(classNames.map((name, c) => [name, own[c]!])),
    };
  });
}
