import type { OverlayCurve } from './prepare-overlay.ts';

/** What a curve says at the crosshair. */
export interface CurveReading {
  curve: OverlayCurve;
  /** of the point that is read: the nearest one */
  x: number;
  value: number;
  deviation: number;
  /** of a group's mean, how many runs */
  n: number | null;
}

/** The place nearest to `x` where any curve has a point; undefined where none has any. */
export function nearestPlace(curves: readonly OverlayCurve[], x: number): number | undefined {
  let best: number | undefined;
  for (const curve of curves) {
    const i = nearestIndex(curve.x, x);
    if (i === undefined) continue;
    const place = curve.x[i]!;
    if (best === undefined || Math.abs(place - x) < Math.abs(best - x)) best = place;
  }
  return best;
}

/** The next place in a direction where any curve has a point; `x` itself at the end. */
export function nextPlace(curves: readonly OverlayCurve[], x: number, direction: 1 | -1): number {
  let best: number | undefined;
  for (const { x: places } of curves) {
    for (const place of places) {
      if (direction * (place - x) > 0 && (best === undefined || direction * (place - best) < 0)) best = place;
    }
  }
  return best ?? x;
}

/**
 * What the curves say at a place, the greatest value first, gaps last. A curve that ended before it, or begins after it,
 * says nothing.
 */
export function curvesAt(curves: readonly OverlayCurve[], x: number): CurveReading[] {
  return curves
    .flatMap((curve): CurveReading[] => {
      const i = nearestIndex(curve.x, x);
      if (i === undefined || x < curve.x[0]! - 1e-9 || x > curve.x.at(-1)! + 1e-9) return [];
      return [
        {
          curve,
          x: curve.x[i]!,
          value: curve.values[i]!,
          deviation: curve.band?.deviation[i] ?? NaN,
          n: curve.band?.n[i] ?? null,
        },
      ];
    })
    .sort((a, b) => order(b.value) - order(a.value) || (a.curve.name < b.curve.name ? -1 : 1));
}

function order(value: number): number {
  return Number.isNaN(value)
    ? -Number.MAX_VALUE
    : Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}

/** @param places rising */
function nearestIndex(places: readonly number[], x: number): number | undefined {
  if (places.length === 0) return undefined;
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low > 0 && x - places[low - 1]! <= places[low]! - x ? low - 1 : low;
}
