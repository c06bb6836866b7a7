import type { ThresholdSweep } from '@bestiary/metrics/threshold-sweep';
import { toCsv } from './csv.ts';
import { shortestBetween } from './shortest-between.ts';

/** A curve over thresholds in a square of 0..1, in columns of one length, by falling threshold. */
export interface ThresholdCurve {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** what to set for each point: anything in the same gap between two probabilities gives the same point */
  readonly thresholds: Float64Array;
  /** between two points the curve goes sideways first, then up or down; else straight */
  readonly steps: boolean;
}

/** One row a point. @param x what `xs` are, @param y what `ys` are */
export function curveCsv({ xs, ys, thresholds }: ThresholdCurve, x: string, y: string): string {
  return toCsv(
    ['threshold', x, y],
    Array.from(xs, (value, i) => [thresholds[i], value, ys[i]]),
  );
}

/** Points nearer to each other than this (pixels) are drawn as one. */
const LEAST_MOVE = 0.4;

/**
 * The curve's `d` of an SVG path, without points that no one could tell from their neighbours.
 *
 * @param x pixels of a value 0..1
 * @param y pixels of a value 0..1
 * @returns empty where the curve is undefined
 */
export function curvePath(
  { xs, ys, steps }: Pick<ThresholdCurve, 'xs' | 'ys' | 'steps'>,
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  const parts: string[] = [];
  let lastX = NaN;
  let lastY = NaN;
  for (let i = 0; i < xs.length; i++) {
    if (Number.isNaN(xs[i]!) || Number.isNaN(ys[i]!)) continue;
    const nextX = x(xs[i]!);
    const nextY = y(ys[i]!);
    const near = Math.abs(nextX - lastX) < LEAST_MOVE && Math.abs(nextY - lastY) < LEAST_MOVE;
    if (near && i < xs.length - 1) continue;
    if (parts.length === 0) parts.push(`M${round(nextX)} ${round(nextY)}`);
    else if (steps) parts.push(`H${round(nextX)}V${round(nextY)}`);
    else parts.push(`L${round(nextX)} ${round(nextY)}`);
    lastX = nextX;
    lastY = nextY;
  }
  return parts.length > 1 ? parts.join('') : '';
}

/** The point of a curve that is nearest to a place in its square; −1 where the curve is undefined. */
export function nearestPoint({ xs, ys }: ThresholdCurve, x: number, y: number): number {
  let nearest = -1;
  let least = Infinity;
  for (let i = 0; i < xs.length; i++) {
    const distance = (xs[i]! - x) ** 2 + (ys[i]! - y) ** 2;
    if (distance < least) {
      least = distance;
      nearest = i;
    }
  }
  return nearest;
}

/** The point of a curve that a threshold is at: the last whose rows it includes. */
export function pointAt({ thresholds }: ThresholdCurve, threshold: number): number {
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (thresholds[middle]! >= threshold) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/**
 * A threshold to set for each place of a curve.
 *
 * @param sweep of the curve
 * @param at `[points]` each one of the sweep's `thresholds`, or `Infinity`
 */
export function settableThresholds(sweep: ThresholdSweep, at: Float64Array): Float64Array {
  const { thresholds } = sweep;
  let next = 0;
  return at.map((threshold) => {
    if (threshold === Infinity) return shortestBetween(thresholds[0] ?? 0, 1 + Number.EPSILON);
    while (thresholds[next]! > threshold) next += 1;
    return shortestBetween(thresholds[next + 1] ?? -Number.EPSILON, threshold);
  });
}

function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
