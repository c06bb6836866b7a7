import { describe, expect, it } from 'vitest';
import { type BinaryCounts, binaryCountsOf } from './binary-counts.ts';
import { type BinaryRates, binaryRates } from './binary-rates.ts';
import { brierScore } from './brier.ts';
import { confusionOf } from './confusion.ts';
import { type CostMatrix, calibratedThreshold, meanCost } from './cost.ts';
import { aucInterval, delongVariance } from './delong.ts';
import { logLoss } from './log-loss.ts';
import { type Written, expectAgreement, expectAllAgree, readFixture } from './peer-fixture.test.ts';
import { averagePrecision, averagePrecisionInterval, precisionRecallCurve } from './precision-recall.ts';
import { rocAuc, rocCurve } from './roc.ts';
import { ThresholdSweep } from './threshold-sweep.ts';

interface Case extends Record<'auc' | 'delongVariance' | 'averagePrecision' | 'logLoss' | 'brier', Written> {
  name: string;
  probabilities: number[];
  labels: number[];
  newcombe: [Written, Written] | null;
  roc: Record<'thresholds' | 'falsePositiveRates' | 'truePositiveRates', Written[]>;
  precisionRecall: Record<'thresholds' | 'precisions' | 'recalls', Written[]> | null;
  atThresholds: (Record<Exclude<keyof BinaryRates, 'falsePositiveRate'>, Written> & {
    threshold: number;
    counts: BinaryCounts;
  })[];
  best: Record<'balancedAccuracy' | 'f1' | 'cost', Written>;
  costs: CostMatrix;
}

const { cases } = readFixture<{ cases: Case[] }>('binary');

describe.each(cases)('of two classes, $name:', (given) => {
  const { probabilities, labels } = given;
  const sweep = new ThresholdSweep(probabilities, labels);
  const both = Float64Array.from(probabilities.flatMap((p) => [1 - p, p]));

  it('the ROC curve and its area are scikit-learn’s', () => {
    const curve = rocCurve(sweep);
    expectAllAgree(curve.thresholds, given.roc.thresholds, 'thresholds');
    expectAllAgree(curve.falsePositiveRates, given.roc.falsePositiveRates, 'false positive rates');
    expectAllAgree(curve.truePositiveRates, given.roc.truePositiveRates, 'true positive rates');
    expectAgreement(rocAuc(sweep), given.auc, 'area');
  });
  it('DeLong’s variance is that of the definition; where it is 0 or unknown the interval is Newcombe’s', () => {
    expectAgreement(delongVariance(sweep), given.delongVariance, 'variance');
    const { low, high } = aucInterval(sweep);
    if (given.newcombe === null) expect([low, high]).toEqual([null, null]);
    else if (given.delongVariance === null || given.delongVariance === 0)
      expectAllAgree([low!, high!], given.newcombe, 'Newcombe');
    else {
      const half = 1.959963984540054 * Math.sqrt(Number(given.delongVariance));
      expectAgreement(low!, Math.max(0, Number(given.auc) - half), 'low');
      expectAgreement(high!, Math.min(1, Number(given.auc) + half), 'high');
    }
  });
  it('the precision-recall curve and average precision are scikit-learn’s', () => {
    const curve = precisionRecallCurve(sweep);
    expectAgreement(averagePrecision(sweep), given.averagePrecision, 'average precision');
    if (given.precisionRecall === null) {
      expect(curve.recalls).toEqual(curve.recalls.map(() => NaN));
      return;
    }
    expectAllAgree(curve.thresholds.slice(1).toReversed(), given.precisionRecall.thresholds, 'thresholds');
    expectAllAgree(curve.precisions.toReversed(), given.precisionRecall.precisions, 'precisions');
    expectAllAgree(curve.recalls.toReversed(), given.precisionRecall.recalls, 'recalls');
  });
  it('log loss and Brier score are scikit-learn’s', () => {
    expectAgreement(logLoss(both, labels, 2), given.logLoss, 'log loss');
    expectAgreement(brierScore(both, labels, 2), given.brier, 'Brier score');
  });
  it('counts and rates at a threshold are scikit-learn’s', () => {
    for (const { threshold, counts, ...rates } of given.atThresholds) {
      expect(sweep.countsAt(threshold)).toEqual(counts);
      const ours = binaryRates(counts);
      for (const [name, theirs] of Object.entries(rates))
        expectAgreement(ours[name as keyof typeof rates], theirs, `${name} at ${threshold}`);
      expectAgreement(1 - ours.specificity, ours.falsePositiveRate, 'false positive rate');
    }
  });
  it('the best thresholds are as good as any that scikit-learn was tried at', () => {
    for (const figure of ['balancedAccuracy', 'f1'] as const) {
      const best = sweep.best((counts) => binaryRates(counts)[figure]);
      expectAgreement(best?.value ?? NaN, given.best[figure], figure);
      if (best !== null) expect(binaryRates(sweep.countsAt(best.threshold))[figure], figure).toBe(best.value);
    }
    const cheapest = sweep.cheapest(given.costs)!;
    expectAgreement(cheapest.value, given.best.cost, 'cost');
    expectAgreement(sweep.costAt(cheapest.threshold, given.costs), cheapest.value, 'cost at the threshold');
  });
  it('at 0.5 the sweep agrees with the confusion matrix', () => {
    const confusion = confusionOf(both, Int32Array.from(labels), 2);
    expect(sweep.confusionAt(0.5)).toEqual(confusion);
    expect(sweep.countsAt(0.5)).toEqual(binaryCountsOf(confusion));
  });
});

describe('ThresholdSweep', () => {
  const sweep = new ThresholdSweep([0.9, 0.1, 0.6, 0.6, 0.3], [1, 0, 0, 1, 1]);

  it('gives the same counts anywhere between two neighbouring probabilities', () => {
    const best = sweep.best((counts) => binaryRates(counts).youden)!;
    expect(best).toMatchObject({ above: 0.1, upTo: 0.3, threshold: 0.2 });
    expect(sweep.countsAt(0.3)).toEqual(best.counts);
    expect(sweep.countsAt(0.1)).not.toEqual(best.counts);
  });
  it('takes of equally good thresholds the nearest to one half', () => {
    const two = new ThresholdSweep([0.1, 0.2, 0.55, 0.9], [0, 1, 0, 1]);
    // 0.15 and 0.725 both have three of four right
    expect(two.best((counts) => binaryRates(counts).accuracy)!.threshold).toBeCloseTo(0.725, 12);
  });
  it('predicts nothing as class 1 where that is cheapest, also when a probability is 1', () => {
    const certain = new ThresholdSweep([1, 0.2], [0, 0]);
    const { threshold, counts } = certain.cheapest([[0, 1], [1, 0]])!; // prettier-ignore
    expect(threshold).toBeGreaterThan(1);
    expect(counts).toEqual({ truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 2 });
  });
  it('predicts everything as class 1 where that is cheapest, also when a probability is 0', () => {
    const missed = new ThresholdSweep([0, 0.2], [1, 1]);
    const best = missed.cheapest([[0, 1], [1, 0]])!; // prettier-ignore
    expect(best).toMatchObject({ value: 0, upTo: 0, threshold: 0 });
    expect(missed.countsAt(best.threshold).truePositives).toBe(2);
  });
  it('lists the rows of a cell, the farthest from the threshold first', () => {
    expect(sweep.rowsOf(0.5, 1, 1)).toEqual([0, 3]);
    expect(sweep.rowsOf(0.5, 1, 0)).toEqual([2]);
    expect(sweep.rowsOf(0.2, 0, 0)).toEqual([1]);
    expect(sweep.rowsOf(0.95, 0, 1)).toEqual([4, 3, 0]);
    expect(sweep.rowsOf(0.95, 0, 1, 1)).toEqual([4]);
    expect(sweep.rowsOf(0.95, 1, 1)).toEqual([]);
  });
  it('has nothing to choose without rows', () => {
    const none = new ThresholdSweep([], []);
    expect(none.countsAt(0.5)).toEqual({ truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 }); // prettier-ignore
    expect(none.best((counts) => binaryRates(counts).accuracy)).toBeNull();
    expect(none.cheapest([[0, 1], [1, 0]])).toBeNull(); // prettier-ignore
    expect(rocCurve(none)).toMatchObject({ thresholds: Float64Array.of(Infinity) });
    expect([rocAuc(none), averagePrecision(none)]).toEqual([NaN, NaN]);
  });
  it('refuses what is no probability or no label', () => {
    expect(() => new ThresholdSweep([0.5, NaN], [0, 1])).toThrow('probability NaN of row 1');
    expect(() => new ThresholdSweep([1.5], [0])).toThrow('probability 1.5 of row 0');
    expect(() => new ThresholdSweep([0.5], [2])).toThrow('label 2 of row 0');
    expect(() => new ThresholdSweep([0.5], [0, 1])).toThrow('1 probabilities do not fit 2 labels');
  });
});

describe('aucInterval', () => {
  it('does not claim certainty from a few rows that are fully parted', () => {
    const parted = aucInterval(new ThresholdSweep([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1]));
    expect(parted).toMatchObject({ value: 1, high: 1 });
    expect(parted.low).toBeLessThan(0.75);
    const many = aucInterval(new ThresholdSweep(Float64Array.from({ length: 200 }, (_, i) => i / 200), Uint8Array.from({ length: 200 }, (_, i) => (i < 100 ? 0 : 1)))); // prettier-ignore
    expect(many.low).toBeGreaterThan(0.95);
    const reversed = aucInterval(new ThresholdSweep([0.1, 0.2, 0.8, 0.9], [1, 1, 0, 0]));
    expect(reversed.low).toBe(0);
    expect(reversed.high).toBeCloseTo(1 - parted.low!, 12);
  });
  it('is undefined where a label is missing', () => {
    expect(aucInterval(new ThresholdSweep([0.4], [1]))).toEqual({ value: null, low: null, high: null });
  });
});

describe('averagePrecisionInterval', () => {
  const { probabilities, labels, averagePrecision: value } = cases[1]!;
  const sweep = new ThresholdSweep(probabilities, labels);
  it('encloses the value, the same for the same seed and another for another', () => {
    const interval = averagePrecisionInterval(sweep, 1);
    expect(interval.value).toBeCloseTo(Number(value), 12);
    expect(interval.low).toBeLessThan(Number(value));
    expect(interval.high).toBeGreaterThan(Number(value));
    expect(averagePrecisionInterval(sweep, 1)).toEqual(interval);
    expect(averagePrecisionInterval(sweep, 2)).not.toEqual(interval);
  });
  it('has no width where all probabilities are the same, and none without positive rows', () => {
    expect(averagePrecisionInterval(new ThresholdSweep([0.5, 0.5, 0.5], [0, 1, 1]), 1)).toEqual({ value: 2 / 3, low: 2 / 3, high: 2 / 3 }); // prettier-ignore
    expect(averagePrecisionInterval(new ThresholdSweep([0.5], [0]), 1).value).toBeNull();
  });
});

describe('costs', () => {
  it('give the mean cost of a row', () => {
    expect(meanCost([[3, 1], [2, 4]], [[0, 5], [1, -1]])).toBe((5 + 2 - 4) / 10); // prettier-ignore
    expect(meanCost([[0, 0], [0, 0]], [[0, 5], [1, 0]])).toBeNaN(); // prettier-ignore
  });
  it('of a miss five times that of a false alarm move the calibrated threshold to one sixth', () => {
    expect(calibratedThreshold([[0, 5], [1, 0]])).toBeCloseTo(1 / 6, 12); // prettier-ignore
    expect(calibratedThreshold([[0, 0], [0, 0]])).toBeNull(); // prettier-ignore
    expect(calibratedThreshold([[2, 5], [1, 0]])).toBeNull(); // prettier-ignore
  });
  it('must be finite and fit the classes', () => {
    expect(() => meanCost([[1, 0], [0, 1]], [[0, NaN], [1, 0]])).toThrow('cost NaN'); // prettier-ignore
    expect(() => meanCost([[1]], [[0, 1], [1, 0]])).toThrow('does not fit 1 classes'); // prettier-ignore
  });
});
