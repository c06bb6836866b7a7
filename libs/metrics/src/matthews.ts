import { type Confusion, labelledAs, predictedAs, rightOf, totalOf } from './confusion.ts';

/**
 * Matthews' correlation coefficient of predictions and labels, −1..1, for any number of classes: J. Gorodkin, "Comparing two
 * K-category assignments by a K-category correlation coefficient", Computational Biology and Chemistry 28 (2004), 367-374. 0
 * where all rows have one label or one prediction, as in scikit-learn; `NaN` for no rows.
 */
export function matthewsCorrelation(confusion: Confusion): number {
  const total = totalOf(confusion);
  if (total === 0) return NaN;
  let chance = 0;
  let predictedSquares = 0;
  let labelledSquares = 0;
  for (let c = 0; c < confusion.length; c++) {
    const predicted = predictedAs(confusion, c);
    const labelled = labelledAs(confusion, c);
    chance += predicted * labelled;
    predictedSquares += predicted * predicted;
    labelledSquares += labelled * labelled;
  }
  const spread = (total * total - predictedSquares) * (total * total - labelledSquares);
  return spread === 0 ? 0 : (rightOf(confusion) * total - chance) / Math.sqrt(spread);
}
