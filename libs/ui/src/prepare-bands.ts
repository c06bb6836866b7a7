/** A curve of a group: `x` rising; values may be NaN or infinite. */
export interface GroupedCurve {
  x: readonly number[];
  values: readonly number[];
}

/** Mean and sample standard deviation of a group at each place, and of how many curves. */
export interface Band {
  x: number[];
  mean: number[];
  /** NaN of one curve */
  deviation: number[];
  n: number[];
}

/** Places of a band, at most. */
const MOST = 400;

/**
 * The mean of several curves with its deviation. Between its points a curve counts by linear interpolation, but not
 * beyond its ends and not next to a gap: `n` falls where runs were stopped early.
 */
export function bandOf(curves: readonly GroupedCurve[]): Band {
  const places = [...new Set(curves.flatMap(({ x }) => x))].sort((a, b) => a - b);
  const x =
    places.length <= MOST
      ? places
      : Array.from({ length: MOST }, (_, i) => places[0]! + ((places.at(-1)! - places[0]!) * i) / (MOST - 1));
  const band: Band = { x, mean: [], deviation: [], n: [] };
  const columns = curves.map((curve) => valuesAt(curve, x));
  x.forEach((_, i) => {
    const values = columns.map((column) => column[i]!).filter(Number.isFinite);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    band.mean.push(mean);
    band.deviation.push(values.length < 2 ? NaN : Math.sqrt(squares / (values.length - 1)));
    band.n.push(values.length);
  });
  return band;
}

/** @param places rising */
function valuesAt({ x, values }: GroupedCurve, places: readonly number[]): number[] {
  let i = 0;
  return places.map((place) => {
    while (i < x.length && x[i]! < place) i += 1;
    if (i === x.length) return NaN;
    if (x[i] === place) return values[i]!;
    if (i === 0) return NaN;
    const share = (place - x[i - 1]!) / (x[i]! - x[i - 1]!);
    return values[i - 1]! + (values[i]! - values[i - 1]!) * share;
  });
}
