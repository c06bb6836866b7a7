import { fromWireFloat, type WireFloat } from '@bestiary/contracts/json';

const LESS_IS_BETTER = /loss|error|brier|ece|seconds|duration|_ms$/i;
const MORE_IS_BETTER = /accuracy|recall|precision|f1|auc|specificity|sensitivity/i;

/**
 * Which values of a metric are the best: by its name less or more is better.
 *
 * @returns positions, several where they are equal; none for a metric of which nobody knows, or with one value alone
 */
export function bestOf(metric: string, values: readonly (WireFloat | undefined)[]): number[] {
  const sign = LESS_IS_BETTER.test(metric) ? -1 : MORE_IS_BETTER.test(metric) ? 1 : 0;
  const numbers = values.map((value) => (value === undefined ? Number.NaN : sign * fromWireFloat(value)));
  const finite = numbers.filter(Number.isFinite);
  if (sign === 0 || finite.length < 2) return [];
  const best = Math.max(...finite);
  return numbers.flatMap((value, i) => (value === best ? [i] : []));
}
