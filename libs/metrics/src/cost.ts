import { BestiaryError } from '@bestiary/contracts/error';
import { type Confusion, totalOf } from './confusion.ts';

/**
 * `costs[predicted][label]`: what a row of that cell costs, in any one unit; laid out as a confusion matrix. Right
 * predictions usually cost 0; a negative cost is a gain.
 */
export type CostMatrix = readonly (readonly number[])[];

/**
 * The mean cost of a row; `NaN` for no rows.
 *
 * @throws BestiaryError `invalid_input` where the two matrices differ in size or a cost is not finite
 */
export function meanCost(confusion: Confusion, costs: CostMatrix): number {
  checkCosts(costs, confusion.length);
  let sum = 0;
  confusion.forEach((row, predicted) =>
    row.forEach((count, label) => {
      sum += count * costs[predicted]![label]!;
    }),
  );
  return sum / totalOf(confusion);
}

/**
 * The threshold that costs least where the probabilities are calibrated: class 1 is predicted from here on. What was seen on
 * a finite set may be cheapest elsewhere: `ThresholdSweep.cheapest`.
 *
 * Source: C. Elkan, "The foundations of cost-sensitive learning", IJCAI 2001, equation 2.
 *
 * @param costs `[2][2]`
 * @returns 0..1; `null` where a wrong prediction is not dearer than a right one of the same label
 */
export function calibratedThreshold(costs: CostMatrix): number | null {
  checkCosts(costs, 2);
  const falsePositive = costs[1]![0]! - costs[0]![0]!;
  const falseNegative = costs[0]![1]! - costs[1]![1]!;
  if (falsePositive < 0 || falseNegative < 0 || falsePositive + falseNegative === 0) return null;
  return falsePositive / (falsePositive + falseNegative);
}

/** @throws BestiaryError `invalid_input` where the matrix is not `[classes][classes]` of finite numbers */
export function checkCosts(costs: CostMatrix, classes: number): void {
  if (costs.length !== classes || costs.some((row) => row.length !== classes))
    throw new BestiaryError(
      'invalid_input',
      `a cost matrix of ${costs.length} rows does not fit ${classes} classes`,
    );
  for (const cost of costs.flat()) {
    if (!Number.isFinite(cost)) throw new BestiaryError('invalid_input', `the cost ${cost} is not finite`);
  }
}
