import { type Split } from '@bestiary/contracts/dataset';
import { BestiaryError } from '@bestiary/contracts/error';
import { type Evaluation } from '@bestiary/contracts/prediction';
import { balancedAccuracy } from './accuracy.ts';
import { type Confusion, labelledAs, predictedAs, rightOf, totalOf } from './confusion.ts';
import { wilsonShare } from './wilson.ts';

/**
 * Every figure of an evaluation, from its confusion matrix.
 *
 * @param confusion `[classes, classes]`, rows predictions, columns labels
 * @throws BestiaryError `invalid_input` where the matrix is not as wide and high as there are class names
 */
export function evaluate(from: {
  runId: string;
  split: Split;
  classNames: readonly string[];
  confusion: Confusion;
}): Evaluation {
  const { runId, split, classNames, confusion } = from;
  const classes = classNames.length;
  if (confusion.length !== classes || confusion.some((row) => row.length !== classes)) {
    throw new BestiaryError(
      'invalid_input',
      `a confusion matrix of ${confusion.length} rows does not fit ${classes} class names`,
    );
  }
  const count = totalOf(confusion);
  return {
    runId,
    split,
    classNames: [...classNames],
    count,
    confusion: confusion.map((row) => [...row]),
    accuracy: wilsonShare(rightOf(confusion), count),
    balancedAccuracy: count === 0 ? null : balancedAccuracy(confusion),
    recall: classNames.map((_, c) => wilsonShare(confusion[c]![c]!, labelledAs(confusion, c))),
    precision: classNames.map((_, c) => wilsonShare(confusion[c]![c]!, predictedAs(confusion, c))),
  };
}
