import { describe, expect, it } from 'vitest';
import { describeGaps, gapsOf, smoothCurve } from './curve.ts';

const curve = { name: 'val_loss', steps: [0, 1, 2, 3], values: [1, Number.NaN, 3, Infinity] };

describe('gaps', () => {
  it('names every value that cannot be drawn', () => {
    expect(gapsOf([curve])).toEqual([
      { curve: 'val_loss', step: 1, value: Number.NaN },
      { curve: 'val_loss', step: 3, value: Infinity },
    ]);
    expect(describeGaps(gapsOf([curve]))).toBe(
      '2 values are NaN or infinite (val_loss, first at step 1): gaps in the line.',
    );
  });
  it('says nothing where there are none', () => {
    expect(describeGaps(gapsOf([{ ...curve, values: [1, 2, 3, 4] }]))).toBeNull();
  });
});

describe('smoothCurve', () => {
  it('keeps a constant, as the bias of the start is corrected', () => {
    const smooth = smoothCurve({ name: 'loss', steps: [0, 1, 2], values: [2, 2, 2] }, 0.9);
    for (const value of smooth.values) expect(value).toBeCloseTo(2, 12);
  });
  it('leaves gaps where they are and does not count them', () => {
    const smooth = smoothCurve(curve, 0.5);
    expect(smooth.values[1]).toBeNaN();
    expect(smooth.values[2]).toBeCloseTo((0.25 * 1 + 0.5 * 3) / 0.75, 12);
  });
  it('does nothing at weight 0', () => expect(smoothCurve(curve, 0)).toBe(curve));
});
