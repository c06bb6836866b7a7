/** Whether a is nowhere worse than b, and somewhere better. Less is better. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  let better = false;
  for (let i = 0; i < a.length; i++) {
    if (a[i]! > b[i]!) return false;
    if (a[i]! < b[i]!) better = true;
  }
  return better;
}

/**
 * How many fronts lie before each point: 0 for those that none dominates, 1 for those that only such dominate, and so on.
 *
 * Source: Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE Trans. Evol. Comput. 6 (2002),
 * section III A; points are taken in lexicographic order, so that no later one dominates an earlier one.
 *
 * @param losses `[n][objectives]`, less is better
 */
export function frontsOf(losses: readonly (readonly number[])[]): Int32Array {
  const order = losses.map((_, i) => i).sort((a, b) => compare(losses[a]!, losses[b]!) || a - b);
  const rank = new Int32Array(losses.length);
  const fronts: number[][] = [];
  for (const i of order) {
    let front = 0;
    while (front < fronts.length && fronts[front]!.some((j) => dominates(losses[j]!, losses[i]!))) front += 1;
    rank[i] = front;
    (fronts[front] ??= []).push(i);
  }
  return rank;
}

/** The places of the points that none dominates, in their order. */
export function paretoFront(losses: readonly (readonly number[])[]): number[] {
  const rank = frontsOf(losses);
  return losses.map((_, i) => i).filter((i) => rank[i] === 0);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  return 0;
}

/**
 * The area that points dominate, up to a reference point that is worse than all of them.
 *
 * @param losses `[n][2]`
 */
export function hypervolume(
  losses: readonly (readonly number[])[],
  reference: readonly [number, number],
): number {
  let area = 0;
  let ceiling = reference[1];
  for (const [x, y] of [...losses].sort(compare) as [number, number][]) {
    if (x >= reference[0] || y >= ceiling) continue;
    area += (reference[0] - x) * (ceiling - y);
    ceiling = y;
  }
  return area;
}

/**
 * So many points of a set that together dominate much area, chosen one by one, each the one that adds most.
 *
 * @param losses `[n][2]`, finite
 * @returns their places
 */
export function spreadSubset(losses: readonly (readonly number[])[], count: number): number[] {
  const reference = [0, 1].map((axis) => {
    const worst = Math.max(...losses.map((loss) => loss[axis]!));
    return worst + 0.1 * Math.abs(worst) + Number.EPSILON;
  }) as [number, number];
  const left = new Set(losses.keys());
  const chosen: number[] = [];
  while (chosen.length < count && left.size > 0) {
    const held = chosen.map((i) => losses[i]!);
    let best = -1;
    let bestArea = -1;
    for (const i of left) {
      const area = hypervolume([...held, losses[i]!], reference);
      if (area > bestArea) [best, bestArea] = [i, area];
    }
    chosen.push(best);
    left.delete(best);
  }
  return chosen;
}
