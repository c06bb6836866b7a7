import { BestiaryError } from '@bestiary/contracts/error';
import { type Confusion } from './confusion.ts';

/** A two-class confusion matrix; class 1 is the positive one. */
export interface BinaryCounts {
  /** label 1, predicted 1 */
  readonly truePositives: number;
  /** label 0, predicted 1 */
  readonly falsePositives: number;
  /** label 1, predicted 0 */
  readonly falseNegatives: number;
  /** label 0, predicted 0 */
  readonly trueNegatives: number;
}

/** @throws BestiaryError `invalid_input` where there are not two classes */
export function binaryCountsOf(confusion: Confusion): BinaryCounts {
  if (confusion.length !== 2)
    throw new BestiaryError('invalid_input', `${confusion.length} classes have no positive one among two`);
  return {
    trueNegatives: confusion[0]![0]!,
    falseNegatives: confusion[0]![1]!,
    falsePositives: confusion[1]![0]!,
    truePositives: confusion[1]![1]!,
  };
}

/** `[2][2]`, rows predictions, columns labels. */
export function confusionOfCounts(counts: BinaryCounts): number[][] {
  return [
    [counts.trueNegatives, counts.falseNegatives],
    [counts.falsePositives, counts.truePositives],
  ];
}
