/** Points in columns of one length, `x` rising; values may be NaN or infinite: gaps. */
export interface Points {
  readonly x: Float64Array;
  readonly values: Float64Array;
}

/** The part of an axis that is drawn, both ends included. */
export interface AxisRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The points of a range, and the nearest one on either side, so that a line runs on to the edge of the chart.
 *
 * @returns views, not copies
 */
export function pointsWithin({ x, values }: Points, { from, to }: AxisRange): Points {
  const start = Math.max(0, firstAtLeast(x, from) - 1);
  const end = Math.min(x.length, firstAbove(x, to) + 1);
  return { x: x.subarray(start, end), values: values.subarray(start, end) };
}

/**
 * Leaves out what a chart of so many pixel columns can't show. Of each column the points with the least and the greatest
 * finite value stay, and the first gap where it has one; the first and the last point stay. All are points that there
 * were, in their order. Up to two points a column nothing is left out.
 *
 * Source: Jugel and others, "M4: a visualization-oriented time series data aggregation", VLDB 2014, section 4, without
 * the first and last value of each column, which move a line by less than a pixel.
 *
 * @param columns ≥ 1
 */
export function keepExtremes(points: Points, columns: number): Points {
  const { x, values } = points;
  const count = x.length;
  if (count <= 2 * columns) return points;
  const kept = new Uint32Array(3 * columns + 2);
  let keptCount = 1; // the first point: kept[0] is 0
  const keep = (i: number) => {
    if (i > kept[keptCount - 1]!) kept[keptCount++] = i;
  };
  for (const { start, end } of columnsOf(x, columns)) {
    let least = -1;
    let greatest = -1;
    let gap = -1;
    let low = Infinity;
    let high = -Infinity;
    for (let i = start; i < end; i++) {
      const value = values[i]!;
      if (value - value !== 0) {
        if (gap < 0) gap = i;
        continue; // NaN or infinite
      }
      if (value < low) {
        low = value;
        least = i;
      }
      if (value > high) {
        high = value;
        greatest = i;
      }
    }
    // the three in their order
    keep(Math.min(least, greatest, gap));
    keep(Math.max(Math.min(least, greatest), Math.min(Math.max(least, greatest), gap)));
    keep(Math.max(least, greatest, gap));
  }
  keep(count - 1);
  const thinned = { x: new Float64Array(keptCount), values: new Float64Array(keptCount) };
  for (let i = 0; i < keptCount; i++) {
    thinned.x[i] = x[kept[i]!]!;
    thinned.values[i] = values[kept[i]!]!;
  }
  return thinned;
}

/**
 * One point a column: the mean of its finite values at the mean of their places; NaN where it has gaps alone. Up to one
 * point a column nothing changes.
 *
 * @param columns ≥ 1
 */
export function columnMeans(points: Points, columns: number): Points {
  const { x, values } = points;
  if (x.length <= columns) return points;
  const places: number[] = [];
  const means: number[] = [];
  for (const { start, end } of columnsOf(x, columns)) {
    let sum = 0;
    let place = 0;
    let finite = 0;
    for (let i = start; i < end; i++) {
      if (!Number.isFinite(values[i]!)) continue;
      sum += values[i]!;
      place += x[i]!;
      finite += 1;
    }
    places.push(finite === 0 ? x[start]! : place / finite);
    means.push(finite === 0 ? NaN : sum / finite);
  }
  return { x: Float64Array.from(places), values: Float64Array.from(means) };
}

/** The points of each column that has any, as `[start, end)`. */
function columnsOf(x: Float64Array, columns: number): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const first = x[0]!;
  const width = (x[x.length - 1]! - first) / columns;
  let start = 0;
  while (start < x.length) {
    const column = width > 0 ? Math.floor((x[start]! - first) / width) : columns;
    const edge = column >= columns - 1 ? Infinity : first + (column + 1) * width;
    let end = start + 1;
    while (end < x.length && x[end]! < edge) end += 1;
    found.push({ start, end });
    start = end;
  }
  return found;
}

function firstAtLeast(x: Float64Array, bound: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAbove(x: Float64Array, bound: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
