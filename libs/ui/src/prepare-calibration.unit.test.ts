import { describe, expect, it } from 'vitest';
import { BIN_KINDS, isInBin, prepareCalibration } from './prepare-calibration.ts';

const ONE = [0, 0, 0.1, 0.2, 0.2, 0.2, 0.5, 0.75, 0.9, 1, 1, 1, 1, 1];
const LABELS = Int32Array.from([0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1, 1, 0, 1]);
const two = Float64Array.from(ONE.flatMap((p) => [1 - p, p]));

describe('prepareCalibration', () => {
  it.each(BIN_KINDS)('finds of each %s bin exactly the rows that it counts', (kind) => {
    for (const bins of [1, 3, 4, 10]) {
      const calibration = prepareCalibration(two, LABELS, 2, kind, bins);
      const rows = ONE.map((_, row) =>
        calibration.bins.flatMap((_, bin) => (isInBin(calibration, bin, row) ? [bin] : [])),
      );
      expect(rows.map((found) => found.length)).toEqual(ONE.map(() => 1));
      calibration.bins.forEach(({ observed }, bin) => {
        const mine = rows.flatMap((found, row) => (found[0] === bin ? [row] : []));
        expect([mine.length, mine.filter((row) => LABELS[row] === 1).length]).toEqual([
          observed.of,
          observed.hits,
        ]);
      });
    }
  });

  it('looks at class 1 of two classes, at the predicted one of more', () => {
    const binary = prepareCalibration(
      Float32Array.from([0.75, 0.25]),
      Int32Array.from([0]),
      2,
      'equal-width',
      10,
    );
    expect([...binary.confidences]).toEqual([0.25]);
    expect(binary.brier).toBe(0.0625);
    const three = prepareCalibration(
      Float32Array.from([0.5, 0.25, 0.25]),
      Int32Array.from([1]),
      3,
      'equal-width',
      10,
    );
    expect([...three.confidences]).toEqual([0.5]);
    expect(three.expectedError).toBe(0.5);
  });

  it('looks at the class that is told to be the positive one', () => {
    const [second, first] = ([1, 0] as const).map((positive) =>
      prepareCalibration(two, LABELS, 2, 'equal-width', 5, positive),
    );
    expect(Array.from(first!.confidences)).toEqual(ONE.map((p) => 1 - p));
    const hits = (bins: typeof first) => bins!.bins.reduce((sum, { observed }) => sum + observed.hits, 0);
    expect(hits(first) + hits(second)).toBe(ONE.length);
  });

  it('of no rows has no bins', () => {
    const none = prepareCalibration(new Float32Array(), new Int32Array(), 2, 'equal-mass', 10);
    expect(none.bins).toEqual([]);
    expect(none.expectedError).toBeNaN();
  });
});
