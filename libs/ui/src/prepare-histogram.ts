import { toCsv } from './csv.ts';
import { formatFixed } from './format.ts';

/** How many values there are in each of several bars of equal width over 0..1, in groups. */
export interface Histogram {
  readonly bars: number;
  readonly groups: number;
  /** `counts[bar * groups + group]` */
  readonly counts: Uint32Array;
  /** of the fullest bar and group */
  readonly largest: number;
}

/** The bar of a value 0..1: [low, high), the last one with its high end. */
export function barOf(value: number, bars: number): number {
  return Math.min(bars - 1, Math.floor(value * bars));
}

/**
 * @param values `[n]`, each 0..1
 * @param groups `[n]`, each 0 ≤ group < groupCount
 */
export function prepareHistogram(
  values: ArrayLike<number>,
  groups: ArrayLike<number>,
  groupCount: number,
  bars: number,
): Histogram {
  const counts = new Uint32Array(bars * groupCount);
  for (let i = 0; i < values.length; i++) counts[barOf(values[i]!, bars) * groupCount + groups[i]!]! += 1;
  return { bars, groups: groupCount, counts, largest: counts.reduce((a, b) => Math.max(a, b), 0) };
}

/** One row a bar. @param titles of the groups */
export function histogramCsv({ bars, groups, counts }: Histogram, titles: readonly string[]): string {
  return toCsv(
    ['from', 'to', ...titles],
    Array.from({ length: bars }, (_, bar) => [
      bar / bars,
      (bar + 1) / bars,
      ...counts.subarray(bar * groups, (bar + 1) * groups),
    ]),
  );
}

/** `0.350 – 0.375`: the ends of a bar. */
export function barWords(bar: number, bars: number): string {
  return `${formatFixed(bar / bars, 3)} – ${formatFixed((bar + 1) / bars, 3)}`;
}
