import type { Prediction } from '@bestiary/contracts/prediction';
import { predictedClass } from '@bestiary/metrics/predicted-class';
import { emptyConfusion } from '@bestiary/metrics/confusion';

/** An image as far as a prediction names it. */
interface PredictedImage {
  readonly sha256: string;
  readonly path: string;
  readonly label: number;
}

/**
 * One row an image.
 *
 * @param probabilities `[images, classes]`, in the order of the images
 */
export function toPredictions(
  images: readonly PredictedImage[],
  probabilities: Float32Array,
  classes: number,
): Prediction[] {
  return images.map(({ sha256, path, label }, row) => ({
    image: sha256,
    path,
    label,
    predicted: predictedClass(probabilities, row, classes),
    probabilities: Array.from(probabilities.subarray(row * classes, (row + 1) * classes)),
  }));
}

/** Counts the rows that are logged, so that the figures printed here and those of the dashboard have one source. */
export function countPredictions(predictions: readonly Prediction[], classes: number): number[][] {
  const confusion = emptyConfusion(classes);
  for (const { predicted, label } of predictions) confusion[predicted]![label]! += 1;
  return confusion;
}
