import { binaryRates } from '@bestiary/metrics/binary-rates';
import { ThresholdSweep } from '@bestiary/metrics/threshold-sweep';
import { describe, expect, it } from 'vitest';
import { preparePrecisionRecall } from './prepare-precision-recall.ts';
import { prepareRoc } from './prepare-roc.ts';
import { curvePath, nearestPoint, pointAt } from './threshold-curve.ts';

const PROBABILITIES = Array.from({ length: 300 }, (_, i) => ((i * 97) % 300) / 300);
const LABELS = PROBABILITIES.map((p, i) => Number(p + ((i % 13) - 6) / 14 > 0.45));
const sweep = new ThresholdSweep(PROBABILITIES, LABELS);

describe('a curve over thresholds', () => {
  it('has at each point a threshold that gives this very point', () => {
    const roc = prepareRoc(sweep);
    const precisionRecall = preparePrecisionRecall(sweep);
    roc.thresholds.forEach((threshold, i) => {
      const rates = binaryRates(sweep.countsAt(threshold));
      expect([rates.falsePositiveRate, rates.recall]).toEqual([roc.xs[i], roc.ys[i]]);
    });
    precisionRecall.thresholds.slice(1).forEach((threshold, i) => {
      const rates = binaryRates(sweep.countsAt(threshold));
      expect([rates.recall, rates.precision]).toEqual([precisionRecall.xs[i + 1], precisionRecall.ys[i + 1]]);
    });
  });

  it('finds the point of a threshold, and the point nearest to a place', () => {
    const curve = preparePrecisionRecall(sweep);
    curve.thresholds.forEach((threshold, i) => expect(pointAt(curve, threshold)).toBe(i));
    const target = 40;
    expect(nearestPoint(curve, curve.xs[target]!, curve.ys[target]!)).toBe(target);
  });

  it('is drawn without points that fall on their neighbours, to its end', () => {
    const many = new ThresholdSweep(
      Float64Array.from({ length: 20_000 }, (_, i) => i / 20_000),
      Uint8Array.from({ length: 20_000 }, (_, i) => Number((i * 7) % 20_000 > 10_000)),
    );
    const path = curvePath(
      preparePrecisionRecall(many),
      (v) => v * 300,
      (v) => 300 - v * 300,
    );
    expect(path.match(/[MH]/g)!.length).toBeLessThan(3_000);
    expect(path).toMatch(/^M0 0H/);
    expect(path).toMatch(/H300V150\.\d+$|H300V150$/);
  });

  it('of rows of one label is not drawn', () => {
    const one = new ThresholdSweep([0.2, 0.8], [1, 1]);
    expect(
      curvePath(
        prepareRoc(one),
        (v) => v,
        (v) => v,
      ),
    ).toBe('');
  });
});
