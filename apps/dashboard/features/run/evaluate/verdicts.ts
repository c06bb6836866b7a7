import type { Confusion } from '@bestiary/metrics/confusion';
import { confusionOf } from '@bestiary/metrics/confusion';
import { predictedClass } from '@bestiary/metrics/predicted-class';
import type { PredictionRows } from '@bestiary/ui/prediction-rows';

/** What a run says of each image, and which images are in which cell, those least in favour of their label first. */
export interface Verdicts {
  /** `[predicted][label]` */
  readonly confusion: Confusion;
  readonly predictedOf: (row: number) => number;
  cell(predicted: number, label: number, limit: number): ArrayLike<number>;
  wrong(limit: number): ArrayLike<number>;
}

/** Any number of classes: the likeliest one. */
export function likeliestVerdicts(rows: PredictionRows, order: Uint32Array): Verdicts {
  const classes = rows.classNames.length;
  const { labels, probabilities } = rows;
  const predicted = Int32Array.from(labels, (_, row) => predictedClass(probabilities, row, classes));
  return {
    confusion: confusionOf(probabilities, labels, classes),
    predictedOf: (row) => predicted[row]!,
    cell: (asPredicted, label, limit) =>
      takeRows(order, (row) => predicted[row] === asPredicted && labels[row] === label, limit),
    wrong: (limit) => takeRows(order, (row) => predicted[row] !== labels[row], limit),
  };
}

/** All rows by rising probability of their label, equal ones in the order of the set. */
export function orderByLabelProbability({ labels, probabilities, classNames }: PredictionRows): Uint32Array {
  const own = Float32Array.from(labels, (label, row) => probabilities[row * classNames.length + label]!);
  return Uint32Array.from(labels, (_, row) => row).sort((a, b) => own[a]! - own[b]! || a - b);
}

/** The first rows of an order of which something is true, at most `limit`. */
export function takeRows(order: Uint32Array, isWanted: (row: number) => boolean, limit: number): number[] {
  const taken: number[] = [];
  for (let at = 0; at < order.length && taken.length < limit; at++)
    if (isWanted(order[at]!)) taken.push(order[at]!);
  return taken;
}
