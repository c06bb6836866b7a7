/**
 * Exponential moving average with bias correction (Kingma and Ba, "Adam", 2015, section 3), value by value over the
 * finite ones; others stay as they are and don't count.
 *
 * @param weight 0 (no smoothing) to below 1, the share that the past keeps
 */
export function movingAverage(values: ArrayLike<number>, weight: number): Float64Array {
  const smoothed = Float64Array.from(values);
  if (weight <= 0) return smoothed;
  let average = 0;
  let past = 1;
  for (let i = 0; i < smoothed.length; i++) {
    const value = smoothed[i]!;
    if (!Number.isFinite(value)) continue;
    average = weight * average + (1 - weight) * value;
    past *= weight;
    smoothed[i] = average / (1 - past);
  }
  return smoothed;
}
