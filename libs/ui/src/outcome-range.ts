export interface OutcomeRange {
  low: number;
  high: number;
  /** how many finite values lie beyond it, on the worse side */
  outside: number;
}

/** This share of the values is always in sight. */
const IN_SIGHT = 0.9;
const MARGIN = 0.06;

/**
 * The part of an axis on which the differences between good outcomes can be seen: from the best value to that which nine in ten
 * reach, and half as far again. A few trials that went astray would else press all others into one line.
 *
 * @param values of which NaN and infinite ones are left out; `null` of none
 */
export function outcomeRange(values: readonly number[], goal: 'min' | 'max'): OutcomeRange | null {
  const sign = goal === 'min' ? 1 : -1;
  const losses = values
    .filter(Number.isFinite)
    .map((value) => sign * value)
    .sort((a, b) => a - b);
  if (losses.length === 0) return null;
  const best = losses[0]!;
  const worst = losses.at(-1)!;
  const most = losses[Math.ceil(IN_SIGHT * losses.length) - 1]!;
  const end = Math.min(worst, most + (most - best) / 2);
  const margin = (end - best || Math.abs(best) || 1) * MARGIN;
  const outside = losses.filter((loss) => loss > end + margin).length;
  const [from, to] = [sign * (best - margin), sign * (end + margin)];
  return { low: Math.min(from, to), high: Math.max(from, to), outside };
}
