import { type Random } from './random.ts';

/** A node asks whether a feature is at most a threshold; a leaf has a value. */
type Node = { feature: number; threshold: number; atMost: Node; above: Node } | { value: number };

/**
 * A regression tree, grown until its leaves have fewer than `2 * minLeaf` rows or one value. At each node a random third
 * of the features (at least one) is tried, the split with the least squared error taken.
 *
 * Source: Breiman and others, Classification and Regression Trees (1984), chapter 8; the random choice of features is
 * Breiman's, "Random forests", Machine Learning 45 (2001), section 1.
 */
export class RegressionTree {
  readonly #root: Node;

  /**
   * @param features `[features][rows]`, finite
   * @param target `[rows]`, finite
   * @param rows which rows to learn from; a row may come several times
   */
  constructor(
    features: readonly Float64Array[],
    target: Float64Array,
    rows: readonly number[],
    random: Random,
    minLeaf = 2,
  ) {
    this.#root = grow(features, target, rows, random, minLeaf);
  }

  /** @param valueOf a feature's value in the row asked for */
  predict(valueOf: (feature: number) => number): number {
    let node = this.#root;
    while ('feature' in node) node = valueOf(node.feature) <= node.threshold ? node.atMost : node.above;
    return node.value;
  }
}

function grow(
  features: readonly Float64Array[],
  target: Float64Array,
  rows: readonly number[],
  random: Random,
  minLeaf: number,
): Node {
  const value = rows.reduce((sum, row) => sum + target[row]!, 0) / rows.length;
  if (rows.length < 2 * minLeaf) return { value };
  const split = bestSplit(features, target, rows, tried(features.length, random), minLeaf);
  if (split === undefined) return { value };
  const { feature, threshold } = split;
  const column = features[feature]!;
  const part = (inside: (row: number) => boolean) =>
    grow(features, target, rows.filter(inside), random, minLeaf);
  return {
    feature,
    threshold,
    atMost: part((row) => column[row]! <= threshold),
    above: part((row) => column[row]! > threshold),
  };
}

/** A third of the features, at least one, none twice. */
function tried(features: number, random: Random): number[] {
  const left = Array.from({ length: features }, (_, feature) => feature);
  return Array.from(
    { length: Math.max(1, Math.ceil(features / 3)) },
    () => left.splice(random.below(left.length), 1)[0]!,
  );
}

function bestSplit(
  features: readonly Float64Array[],
  target: Float64Array,
  rows: readonly number[],
  candidates: readonly number[],
  minLeaf: number,
): { feature: number; threshold: number } | undefined {
  let best: { feature: number; threshold: number } | undefined;
  const total = rows.reduce((sum, row) => sum + target[row]!, 0);
  // the squared error is least where the sum of (sum of a side)² / (rows of the side) is greatest
  let most = (total * total) / rows.length + 1e-12 * (Math.abs(total) + 1);
  for (const feature of candidates) {
    const column = features[feature]!;
    const sorted = [...rows].sort((a, b) => column[a]! - column[b]!);
    let sum = 0;
    for (let i = 1; i < sorted.length; i++) {
      sum += target[sorted[i - 1]!]!;
      const below = column[sorted[i - 1]!]!;
      const above = column[sorted[i]!]!;
      if (below === above || i < minLeaf || sorted.length - i < minLeaf) continue;
      const score = (sum * sum) / i + (total - sum) ** 2 / (sorted.length - i);
      if (score > most) {
        most = score;
        best = { feature, threshold: below + (above - below) / 2 };
      }
    }
  }
  return best;
}
