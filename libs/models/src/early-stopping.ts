/** What tells a better epoch, by the names that runs log. */
export const MONITORED_METRICS = ['val_loss', 'val_accuracy', 'val_balanced_accuracy'] as const;
export type MonitoredMetric = (typeof MONITORED_METRICS)[number];

export interface EarlyStopping {
  readonly metric: MonitoredMetric;
  /** ends after so many epochs in a row that were not better */
  readonly patience: number;
  /** an epoch is better when it is so by more than this; default 0 */
  readonly minDelta?: number;
}

/** The best epoch so far, and how long ago that was. */
export interface Progress {
  /** from 0 */
  readonly bestEpoch: number;
  readonly bestValue: number;
  /** epochs since */
  readonly wait: number;
}

/**
 * Judges an epoch as Keras' `EarlyStopping` does: a tie is no improvement, and a value that is no number never is one.
 *
 * @param before after the epoch before; undefined for the first
 */
export function judge(
  { metric, minDelta = 0 }: Pick<EarlyStopping, 'metric' | 'minDelta'>,
  before: Progress | undefined,
  epoch: number,
  value: number,
): Progress {
  const gain =
    metric === 'val_loss'
      ? (before?.bestValue ?? Infinity) - value
      : value - (before?.bestValue ?? -Infinity);
  if (before && !(gain > minDelta)) return { ...before, wait: before.wait + 1 };
  return { bestEpoch: epoch, bestValue: value, wait: 0 };
}
