import { predictedClass } from '@bestiary/metrics/predicted-class';
import type { Classifier } from '@bestiary/models/classifier';
import { predictImages, type PredictedImages, type PredictOptions } from '../predict/predict-images.ts';
import type { MeasuredImages } from './measured-images.ts';

/** What fewer bits in the weights cost. */
export interface AccuracyChange {
  images: number;
  /** null of drawn pictures, whose classes are not the model's */
  accuracy: { before: number; after: number } | null;
  /** why the images are drawn pictures; null where they are validation images */
  drawnBecause: string | null;
  /** between probabilities before and after */
  meanDifference: number;
  largestDifference: number;
}

/** Compares two forms of a classifier on images. */
export async function measureChange(
  before: Classifier,
  after: Classifier,
  { files, drawnBecause }: MeasuredImages,
  options: PredictOptions,
): Promise<AccuracyChange> {
  const [own, other] = [
    await predictImages(before, files, options),
    await predictImages(after, files, options),
  ];
  const { classes } = before.head;
  const accuracyOf = ({ images, probabilities }: PredictedImages): number =>
    images.filter(({ label }, row) => predictedClass(probabilities, row, classes) === label).length /
    images.length;
  const differences = own.probabilities.map((p, i) => Math.abs(p - other.probabilities[i]!));
  return {
    images: own.images.length,
    accuracy: drawnBecause === null ? { before: accuracyOf(own), after: accuracyOf(other) } : null,
    drawnBecause,
    meanDifference: differences.reduce((a, b) => a + b, 0) / differences.length,
    largestDifference: differences.reduce((a, b) => Math.max(a, b), 0),
  };
}
