import { type Confusion, labelledAs } from './confusion.ts';

/**
 * An order of the classes in which those that are confused with each other stand together, so that a matrix of 200 classes shows blocks
 * along its diagonal. Classes are joined by average linkage on how often they are confused; where two groups are joined, each is
 * turned so that the two classes that meet are as near to each other as can be. The same matrix always gives the same order.
 *
 * Sources: F. Murtagh, "A survey of recent advances in hierarchical clustering algorithms", The Computer Journal 26 (1983),
 * 354-359 (chains of nearest neighbours, O(classes²)); G. Gruvaeus and H. Wainer, "Two additions to hierarchical cluster
 * analysis", British Journal of Mathematical and Statistical Psychology 25 (1972), 200-206 (turning).
 *
 * @param confusion `[classes][classes]`, rows predictions, columns labels
 * @returns `[classes]` every class once; without confusions in the order given
 */
export function clusteredOrder(confusion: Confusion): number[] {
  const classes = confusion.length;
  if (classes === 0) return [];
  const distances = confusionDistances(confusion);
  const groups: number[][] = confusion.map((_, c) => [c]);
  for (const { kept, joined } of averageLinkage(distances, classes)) {
    groups[kept] = joinTurned(groups[kept]!, groups[joined]!, distances, classes);
  }
  return groups[0]!;
}

/**
 * How rarely two classes are confused: 1 less the mean of the share of one label predicted as the other class and the reverse.
 *
 * @returns `[classes, classes]` symmetric, 0..1, 0 on the diagonal; a class without labels is at distance 1 − share / 2 at least
 */
export function confusionDistances(confusion: Confusion): Float64Array {
  const classes = confusion.length;
  const shares = confusion.map((_, label) => 1 / Math.max(1, labelledAs(confusion, label)));
  const distances = new Float64Array(classes * classes);
  for (let a = 0; a < classes; a++) {
    for (let b = 0; b < classes; b++) {
      if (a !== b)
        distances[a * classes + b] =
          1 - (confusion[b]![a]! * shares[a]! + confusion[a]![b]! * shares[b]!) / 2;
    }
  }
  return distances;
}

/** Two groups become one, which goes on under the lower of their classes. */
export interface Join {
  readonly kept: number;
  readonly joined: number;
  /** the mean distance between a class of the one and a class of the other */
  readonly height: number;
}

/**
 * Average-linkage clustering (UPGMA). Each join comes after those of its parts, not in the order of height.
 *
 * @param distances `[count, count]` symmetric
 * @returns `[count − 1]`
 */
export function averageLinkage(distances: Float64Array, count: number): Join[] {
  const between = distances.slice();
  const sizes = new Uint32Array(count).fill(1);
  const joins: Join[] = [];
  const chain: number[] = [];
  while (joins.length < count - 1) {
    if (chain.length === 0) chain.push(sizes.findIndex((size) => size > 0));
    const last = chain.at(-1)!;
    const before = chain.at(-2);
    const nearest = nearestTo(last, before, between, sizes);
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const kept = Math.min(last, nearest);
    const joined = Math.max(last, nearest);
    joins.push({ kept, joined, height: between[kept * count + joined]! });
    const all = sizes[kept]! + sizes[joined]!;
    for (let other = 0; other < count; other++) {
      if (sizes[other] === 0 || other === kept || other === joined) continue;
      const toKept = between[kept * count + other]!;
      const toJoined = between[joined * count + other]!;
      // written so that rounding never takes it below the nearer one: chains rely on that
      const mean =
        toKept < toJoined
          ? toKept + (toJoined - toKept) * (sizes[joined]! / all)
          : toJoined + (toKept - toJoined) * (sizes[kept]! / all);
      between[kept * count + other] = mean;
      between[other * count + kept] = mean;
    }
    sizes[kept] = all;
    sizes[joined] = 0;
  }
  return joins;
}

/** The group at the least distance: of equals the one before it in the chain, so that the chain ends, else the lowest. */
function nearestTo(
  group: number,
  before: number | undefined,
  between: Float64Array,
  sizes: Uint32Array,
): number {
  const count = sizes.length;
  let nearest = before ?? -1;
  let least = before === undefined ? Infinity : between[group * count + before]!;
  for (let other = 0; other < count; other++) {
    if (other === group || sizes[other] === 0) continue;
    const distance = between[group * count + other]!;
    if (distance < least) {
      least = distance;
      nearest = other;
    }
  }
  return nearest;
}

/** One after the other, each as it is or reversed: the first of the four ways whose meeting classes are nearest. */
function joinTurned(left: number[], right: number[], distances: Float64Array, count: number): number[] {
  const turned = [
    { left, right },
    { left, right: right.toReversed() },
    { left: left.toReversed(), right },
    { left: left.toReversed(), right: right.toReversed() },
  ];
  const gap = (way: { left: number[]; right: number[] }): number =>
    distances[way.left.at(-1)! * count + way.right[0]!]!;
  const best = turned.reduce((a, b) => (gap(b) < gap(a) ? b : a));
  return [...best.left, ...best.right];
}
