import { type Confusion, labelledAs, predictedAs, rightOf, totalOf } from './confusion.ts';

/**
 * Cohen's kappa: agreement of predictions and labels beyond what their frequencies alone would give, at most 1, 0 for chance.
 * J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960), 37-46. `NaN`
 * for no rows, and where all rows have one and the same label and prediction.
 */
export function cohenKappa(confusion: Confusion): number {
  const total = totalOf(confusion);
  let chance = 0;
  for (let c = 0; c < confusion.length; c++) chance += predictedAs(confusion, c) * labelledAs(confusion, c);
  return (rightOf(confusion) * total - chance) / (total * total - chance);
}
