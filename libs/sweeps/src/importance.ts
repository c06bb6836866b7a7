import { covers, growForest, type Leaf, shareOf, type Side } from './regression-tree.ts';
import { type SearchSpace } from './search-space.ts';
import { randomOf } from './seed.ts';
import { type TrialParams } from '@bestiary/contracts/sweep';

const TREES = 64;

/** A trial with a value that is looked into. */
export interface Outcome {
  readonly params: TrialParams;
  /** NaN and infinite ones are left out */
  readonly value: number;
}

export interface Importance {
  /** one name, or two that matter only together */
  readonly names: readonly string[];
  /** share of the variance that they explain, 0..1 */
  readonly share: number;
}

/**
 * How much of the variance of a value over the whole space each parameter explains by itself, and each two beyond what each
 * explains: functional ANOVA, exact on each tree of a random forest that is fitted to the trials.
 *
 * Source: Hutter, Hoos and Leyton-Brown, "An efficient approach for assessing hyperparameter importance", ICML 2014, algorithm 2.
 *
 * @param pairs whether pairs are looked at
 * @returns the largest first; empty where fewer than two different values tell anything. All shares together are at most 1
 */
export function importances(
  space: SearchSpace,
  outcomes: readonly Outcome[],
  seed: number,
  pairs = false,
): Importance[] {
  const { points, values } = usable(space, outcomes);
  if (new Set(values).size < 2) return [];
  const scales = space.parameters.map(({ scale }) => scale);
  const free = [...scales.keys()].filter((i) => scales[i]!.count > 1);
  const subsets = [
    ...free.map((i) => [i]),
    ...(pairs ? free.flatMap((i, k) => free.slice(k + 1).map((j) => [i, j])) : []),
  ];
  const forest = growForest(scales, points, values, TREES, randomOf(seed));
  const shares = new Float64Array(subsets.length);
  let counted = 0;
  for (const leaves of forest) {
    const variances = variancesOf(leaves, subsets);
    if (variances === undefined) continue;
    counted += 1;
    variances.forEach((variance, k) => (shares[k]! += variance));
  }
  return subsets
    .map((subset, k) => ({
      names: subset.map((i) => space.parameters[i]!.name),
      share: counted === 0 ? 0 : shares[k]! / counted,
    }))
    .sort((a, b) => b.share - a.share);
}

/** The trials that are points of the space and have a finite value. */
function usable(
  space: SearchSpace,
  outcomes: readonly Outcome[],
): { points: Float64Array[]; values: number[] } {
  const points: Float64Array[] = [];
  const values: number[] = [];
  for (const { params, value } of outcomes) {
    const point = Number.isFinite(value) ? space.pointOf(params) : undefined;
    if (point === undefined) continue;
    points.push(point);
    values.push(value);
  }
  return { points, values };
}

/** Shares of the tree's variance, of which a pair's is what its two don't explain alone; `undefined` for a tree of one leaf. */
function variancesOf(leaves: readonly Leaf[], subsets: readonly (readonly number[])[]): number[] | undefined {
  const shares = leaves.map(({ sides }) => sides.map(shareOf));
  const volumes = shares.map((sides) => sides.reduce((a, b) => a * b, 1));
  let mean = 0;
  let square = 0;
  leaves.forEach(({ value }, leaf) => {
    mean += volumes[leaf]! * value;
    square += volumes[leaf]! * value * value;
  });
  const total = square - mean * mean;
  if (!(total > 1e-12 * square)) return undefined;
  const alone = new Map<number, number>();
  return subsets.map((subset) => {
    const parts = subset.map((i) => partsOf(leaves.map(({ sides }) => sides[i]!)));
    let sum = 0;
    const walk = (depth: number, weight: number, inside: readonly number[]): void => {
      if (depth === subset.length) {
        // the tree's mean over all other parameters
        let marginal = 0;
        for (const leaf of inside) {
          const held = subset.reduce((product, i) => product * shares[leaf]![i]!, 1);
          marginal += (volumes[leaf]! / held) * leaves[leaf]!.value;
        }
        sum += weight * (marginal - mean) ** 2;
        return;
      }
      for (const { middle, share } of parts[depth]!)
        walk(
          depth + 1,
          weight * share,
          inside.filter((leaf) => covers(leaves[leaf]!.sides[subset[depth]!]!, middle)),
        );
    };
    walk(0, 1, [...leaves.keys()]);
    const explained = sum / total;
    if (subset.length === 1) {
      alone.set(subset[0]!, explained);
      return explained;
    }
    return Math.max(0, explained - subset.reduce((known, i) => known + alone.get(i)!, 0));
  });
}

/** The parts of a parameter's scale in which a tree does not change: between the borders of its leaves, or single places. */
function partsOf(sides: readonly Side[]): { middle: number; share: number }[] {
  const [first] = sides;
  if (first?.kind === 'set')
    return Array.from({ length: first.count }, (_, place) => ({
      middle: (place + 0.5) / first.count,
      share: 1 / first.count,
    }));
  const borders = new Set<number>();
  for (const side of sides) if (side.kind === 'line') borders.add(side.low).add(side.high);
  const sorted = [...borders].sort((a, b) => a - b);
  return sorted.slice(1).map((high, i) => ({ middle: (sorted[i]! + high) / 2, share: high - sorted[i]! }));
}
