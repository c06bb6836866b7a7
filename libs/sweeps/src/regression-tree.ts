import { type Random } from '@bestiary/metrics/random';
import { type Scale } from './scale.ts';

/** A part of the unit cube in which a tree predicts one value. */
export interface Leaf {
  readonly value: number;
  readonly sides: readonly Side[];
}

/** What a leaf covers of one parameter: an interval of a line, or some places of a set. */
export type Side =
  | { readonly kind: 'line'; readonly low: number; readonly high: number }
  | { readonly kind: 'set'; readonly places: ReadonlySet<number>; readonly count: number };

/** The side's share of its parameter's scale. */
export function shareOf(side: Side): number {
  return side.kind === 'line' ? side.high - side.low : side.places.size / side.count;
}

/** Whether a coordinate lies on the side. */
export function covers(side: Side, unit: number): boolean {
  if (side.kind === 'line') return unit >= side.low && (unit < side.high || side.high === 1);
  return side.places.has(Math.min(side.count - 1, Math.floor(unit * side.count)));
}

interface Split {
  readonly parameter: number;
  readonly goesLeft: (unit: number) => boolean;
  readonly left: Side;
  readonly right: Side;
  /** sum of squares that it takes away */
  readonly gain: number;
}

/** Rows that are alike in all parameters cannot be told apart; a gain below this is rounding. */
const LEAST_GAIN = 1e-12;

/**
 * A regression tree, grown until every leaf holds one value: Breiman et al., Classification and Regression Trees (1984), section 8.4.
 *
 * @param points `[n][parameters]` coordinates, none `NaN`
 * @param values `[n]`
 * @returns its leaves; together they cover the unit cube once
 */
export function growTree(
  scales: readonly Scale[],
  points: readonly ArrayLike<number>[],
  values: readonly number[],
): Leaf[] {
  const leaves: Leaf[] = [];
  const whole = scales.map(({ kind, count }): Side =>
    kind === 'line'
      ? { kind, low: 0, high: 1 }
      : { kind, places: new Set(Array.from({ length: count }, (_, place) => place)), count },
  );
  const stack = [{ rows: [...points.keys()], sides: whole }];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const { rows, sides } = node;
    const split = bestSplit(points, values, rows, sides);
    if (split === undefined) {
      leaves.push({ value: rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length, sides });
      continue;
    }
    const { parameter, goesLeft } = split;
    const [left, right]: [number[], number[]] = [[], []];
    for (const row of rows) (goesLeft(points[row]![parameter]!) ? left : right).push(row);
    stack.push({ rows: left, sides: sides.with(parameter, split.left) });
    stack.push({ rows: right, sides: sides.with(parameter, split.right) });
  }
  return leaves;
}

function bestSplit(
  points: readonly ArrayLike<number>[],
  values: readonly number[],
  rows: readonly number[],
  sides: readonly Side[],
): Split | undefined {
  let best: Split | undefined;
  sides.forEach((side, parameter) => {
    const split =
      side.kind === 'line'
        ? splitLine(points, values, rows, side, parameter)
        : splitSet(points, values, rows, side, parameter);
    if (split !== undefined && split.gain > LEAST_GAIN && split.gain > (best?.gain ?? 0)) best = split;
  });
  return best;
}

function splitLine(
  points: readonly ArrayLike<number>[],
  values: readonly number[],
  rows: readonly number[],
  { low, high }: Side & { kind: 'line' },
  parameter: number,
): Split | undefined {
  const at = (row: number) => points[row]![parameter]!;
  const order = [...rows].sort((a, b) => at(a) - at(b));
  const total = order.reduce((sum, row) => sum + values[row]!, 0);
  let sum = 0;
  let most = 0;
  let cut: number | undefined;
  for (let i = 1; i < order.length; i++) {
    sum += values[order[i - 1]!]!;
    const [before, after] = [at(order[i - 1]!), at(order[i]!)];
    if (before === after) continue;
    const gain = gainOf(sum, i, total, order.length);
    if (gain > most) [most, cut] = [gain, (before + after) / 2];
  }
  if (cut === undefined) return undefined;
  const border = cut;
  return {
    parameter,
    goesLeft: (unit) => unit < border,
    left: { kind: 'line', low, high: border },
    right: { kind: 'line', low: border, high },
    gain: most,
  };
}

/** One place against the others. */
function splitSet(
  points: readonly ArrayLike<number>[],
  values: readonly number[],
  rows: readonly number[],
  { places, count }: Side & { kind: 'set' },
  parameter: number,
): Split | undefined {
  const placeOf = (unit: number) => Math.min(count - 1, Math.floor(unit * count));
  const sums = new Map<number, { sum: number; rows: number }>();
  let total = 0;
  for (const row of rows) {
    const place = placeOf(points[row]![parameter]!);
    const seen = sums.get(place) ?? { sum: 0, rows: 0 };
    sums.set(place, { sum: seen.sum + values[row]!, rows: seen.rows + 1 });
    total += values[row]!;
  }
  if (sums.size < 2) return undefined;
  let most = 0;
  let one: number | undefined;
  for (const [place, seen] of sums) {
    const gain = gainOf(seen.sum, seen.rows, total, rows.length);
    if (gain > most) [most, one] = [gain, place];
  }
  if (one === undefined) return undefined;
  const chosen = one;
  return {
    parameter,
    goesLeft: (unit) => placeOf(unit) === chosen,
    left: { kind: 'set', places: new Set([chosen]), count },
    right: { kind: 'set', places: new Set([...places].filter((place) => place !== chosen)), count },
    gain: most,
  };
}

/** By how much the sum of squared deviations falls when `rows` of all rows, which add up to `sum`, get a mean of their own. */
function gainOf(sum: number, rows: number, total: number, all: number): number {
  return (sum * sum) / rows + (total - sum) ** 2 / (all - rows) - (total * total) / all;
}

/** Trees on rows that are drawn anew for each, with replacement: L. Breiman, "Random forests", Machine Learning 45 (2001). */
export function growForest(
  scales: readonly Scale[],
  points: readonly Float64Array[],
  values: readonly number[],
  trees: number,
  random: Random,
): Leaf[][] {
  return Array.from({ length: trees }, () => {
    const rows = points.map(() => random.below(points.length));
    return growTree(
      scales,
      // what a trial does not have is drawn by chance, so that it tells nothing
      rows.map((row) => points[row]!.map((unit) => (Number.isNaN(unit) ? random.uniform() : unit))),
      rows.map((row) => values[row]!),
    );
  });
}
