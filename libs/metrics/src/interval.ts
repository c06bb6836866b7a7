/**
 * A figure with its two-sided 95 % interval, `low ≤ value ≤ high` save for a bootstrap's percentiles, which need not
 * enclose it. All `null` where the figure is undefined; `low` and `high` alone where only the interval is.
 */
export interface Interval {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** The interval of a figure that is undefined. */
export const NO_INTERVAL: Interval = { value: null, low: null, high: null };
