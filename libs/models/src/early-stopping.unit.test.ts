import { describe, expect, it } from 'vitest';
import { type MonitoredMetric, type Progress, judge } from './early-stopping.ts';

function follow(metric: MonitoredMetric, values: number[], minDelta?: number): Progress {
  let progress: Progress | undefined;
  values.forEach((value, epoch) => (progress = judge({ metric, minDelta }, progress, epoch, value)));
  return progress!;
}

describe('the best epoch', () => {
  it('has the least loss or the highest accuracy', () => {
    expect(follow('val_loss', [0.5, 0.3, 0.4])).toEqual({ bestEpoch: 1, bestValue: 0.3, wait: 1 });
    expect(follow('val_accuracy', [0.5, 0.3, 0.4])).toEqual({ bestEpoch: 0, bestValue: 0.5, wait: 2 });
  });

  it('is the first of those that are alike', () => {
    expect(follow('val_balanced_accuracy', [0.5, 0.8, 0.8])).toEqual({
      bestEpoch: 1,
      bestValue: 0.8,
      wait: 1,
    });
  });

  it('must be better by more than the least difference, compared with the best and not with the last', () => {
    expect(follow('val_loss', [0.5, 0.46, 0.43], 0.0625)).toEqual({ bestEpoch: 2, bestValue: 0.43, wait: 0 });
    expect(follow('val_loss', [0.5, 0.46, 0.44], 0.0625)).toEqual({ bestEpoch: 0, bestValue: 0.5, wait: 2 });
  });
});
