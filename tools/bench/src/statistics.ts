/** Minimum, median, 95th percentile and maximum of a sample (nearest-rank percentiles; the median of an even count is the mean of the middle two). */
export interface Summary {
  runs: number;
  min: number;
  median: number;
  p95: number;
  max: number;
}

/** @throws RangeError when `values` is empty: a benchmark that measured nothing must not print a figure. */
export function summarise(values: readonly number[]): Summary {
  if (values.length === 0) throw new RangeError('nothing was measured');
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[Math.min(sorted.length - 1, Math.max(0, index))]!;
  const middle = sorted.length / 2;
  return {
    runs: sorted.length,
    min: at(0),
    median: sorted.length % 2 === 1 ? at(Math.floor(middle)) : (at(middle - 1) + at(middle)) / 2,
    p95: at(Math.ceil(0.95 * sorted.length) - 1),
    max: at(sorted.length - 1),
  };
}
