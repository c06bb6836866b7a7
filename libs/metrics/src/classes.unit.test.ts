import { describe, expect, it } from 'vitest';
import { accuracy, balancedAccuracy } from './accuracy.ts';
import { brierScore } from './brier.ts';
import { type PrecisionRecallF1, classReport } from './class-figures.ts';
import { averageLinkage, clusteredOrder, confusionDistances } from './class-order.ts';
import { cohenKappa } from './cohen-kappa.ts';
import { mostConfusedPairs } from './confused-pairs.ts';
import { confusionOf, emptyConfusion } from './confusion.ts';
import { logLoss } from './log-loss.ts';
import { matthewsCorrelation } from './matthews.ts';
import { oneVsRestAuc } from './one-vs-rest.ts';
import { type Written, expectAgreement, expectAllAgree, readFixture } from './peer-fixture.test.ts';
import { topKAccuracy } from './top-k.ts';

type Averages = Record<keyof PrecisionRecallF1, Written>;

interface Case extends Record<
  'accuracy' | 'balancedAccuracy' | 'matthews' | 'kappa' | 'logLoss' | 'brier',
  Written
> {
  name: string;
  classes: number;
  probabilities: number[];
  labels: number[];
  confusion: number[][];
  perClass: Record<keyof PrecisionRecallF1, Written[]> & { support: number[] };
  macro: Averages;
  weighted: Averages;
  micro: Averages;
  topK: Written[] | null;
  oneVsRest: Written[];
  linkageHeights: number[];
}

const { cases } = readFixture<{ cases: Case[] }>('classes');

describe.each(cases)('of N classes, $name:', (given) => {
  const { classes, labels, confusion } = given;
  const probabilities = Float64Array.from(given.probabilities);

  it('what is counted from the confusion matrix is scikit-learn’s', () => {
    expect(confusionOf(probabilities, Int32Array.from(labels), classes)).toEqual(confusion);
    expectAgreement(accuracy(confusion), given.accuracy, 'accuracy');
    expectAgreement(balancedAccuracy(confusion), given.balancedAccuracy, 'balanced accuracy');
    expectAgreement(matthewsCorrelation(confusion), given.matthews, 'Matthews');
    expectAgreement(cohenKappa(confusion), given.kappa, 'kappa');
    const report = classReport(confusion);
    for (const figure of ['precision', 'recall', 'f1', 'support'] as const)
      expectAllAgree(report.classes.map((c) => c[figure]), given.perClass[figure], figure); // prettier-ignore
    for (const mean of ['macro', 'weighted', 'micro'] as const)
      for (const figure of ['precision', 'recall', 'f1'] as const)
        expectAgreement(report[mean][figure], given[mean][figure], `${mean} ${figure}`);
  });
  it('what is counted from the probabilities is scikit-learn’s', () => {
    expectAgreement(logLoss(probabilities, labels, classes), given.logLoss, 'log loss');
    expectAgreement(brierScore(probabilities, labels, classes), given.brier, 'Brier score');
    const { classes: areas, macro } = oneVsRestAuc(probabilities, labels, classes);
    expectAllAgree(areas, given.oneVsRest, 'area');
    const defined = given.oneVsRest.filter((area) => area !== null).map(Number);
    expectAgreement(macro, defined.length === 0 ? null : defined.reduce((a, b) => a + b) / defined.length, 'macro'); // prettier-ignore
    given.topK?.forEach((share, i) =>
      expectAgreement(topKAccuracy(probabilities, labels, classes, i + 1), share, `top ${i + 1}`),
    );
  });
  it('classes are joined at the heights of SciPy’s average linkage', () => {
    const heights = averageLinkage(confusionDistances(confusion), classes).map(({ height }) => height);
    expectAllAgree(heights.sort((a, b) => a - b), given.linkageHeights, 'height'); // prettier-ignore
  });
  it('the clustered order has every class once', () => {
    expect(clusteredOrder(confusion).toSorted((a, b) => a - b)).toEqual(confusion.map((_, c) => c));
  });
});

describe('without rows', () => {
  const none = emptyConfusion(3);
  it('every figure is undefined', () => {
    expect([matthewsCorrelation(none), cohenKappa(none)]).toEqual([NaN, NaN]);
    const undefinedFigures = { precision: NaN, recall: NaN, f1: NaN };
    expect(classReport(none)).toEqual({
      classes: none.map(() => ({ ...undefinedFigures, support: 0 })),
      macro: undefinedFigures,
      weighted: undefinedFigures,
      micro: undefinedFigures,
    });
    expect([topKAccuracy([], [], 3, 2), logLoss([], [], 3), brierScore([], [], 3)]).toEqual([NaN, NaN, NaN]);
    expect(oneVsRestAuc([], [], 3).macro).toBeNaN();
    expect(mostConfusedPairs(none, 5)).toEqual([]);
  });
});

describe('topKAccuracy', () => {
  it('is the accuracy for k = 1, also where probabilities tie', () => {
    const tied = Float64Array.of(0.5, 0.5, 0.5, 0.5);
    expect(topKAccuracy(tied, [1, 0], 2, 1)).toBe(0.5);
    expect(accuracy(confusionOf(tied, Int32Array.of(1, 0), 2))).toBe(0.5);
    const three = [0.4, 0.4, 0.2];
    expect([0, 1, 2].map((label) => topKAccuracy(three, [label], 3, 1))).toEqual([1, 0, 0]);
    expect([0, 1, 2].map((label) => topKAccuracy(three, [label], 3, 2))).toEqual([1, 1, 0]);
    expect([1, 2].map((label) => topKAccuracy([0.5, 0.25, 0.25], [label], 3, 2))).toEqual([1, 0]);
  });
  it('refuses a probability that is not a number', () => {
    expect(() => topKAccuracy([0.5, NaN, 0.5], [0], 3, 1)).toThrow('probability 1 of row 0 is not a number');
  });
});

describe('mostConfusedPairs', () => {
  it('lists cells off the diagonal by rows, then by their share of the label', () => {
    const confusion = [
      [50, 2, 3],
      [2, 8, 0],
      [0, 3, 7],
    ];
    expect(mostConfusedPairs(confusion, 3)).toEqual([
      { label: 2, predicted: 0, count: 3, share: 0.3 },
      { label: 1, predicted: 2, count: 3, share: 3 / 13 },
      { label: 1, predicted: 0, count: 2, share: 2 / 13 },
    ]);
  });
});

describe('clusteredOrder', () => {
  it('keeps the order given where nothing is confused', () => {
    expect(clusteredOrder([[4, 0, 0], [0, 4, 0], [0, 0, 4]])).toEqual([0, 1, 2]); // prettier-ignore
    expect(clusteredOrder([[3]])).toEqual([0]);
    expect(clusteredOrder([])).toEqual([]);
  });
  it('brings 200 classes that are confused in scattered groups of ten into blocks', () => {
    const groupOf = (c: number): number => (c * 7) % 20;
    const confusion = Array.from({ length: 200 }, (_, predicted) =>
      Array.from({ length: 200 }, (_, label) =>
        predicted === label ? 50 : groupOf(predicted) === groupOf(label) ? 1 + ((predicted * label) % 3) : 0,
      ),
    );
    const groups = clusteredOrder(confusion).map(groupOf);
    const changes = groups.filter((group, i) => i > 0 && group !== groups[i - 1]).length;
    expect(changes).toBe(19);
  });
  it('puts classes of a scale in their order where neighbours are confused', () => {
    const order = [3, 0, 5, 1, 4, 2];
    const confusion = order.map((a) => order.map((b) => [40, 10, 2, 1, 0, 0][Math.abs(a - b)]!));
    const scale = clusteredOrder(confusion).map((c) => order[c]!);
    expect(scale[0] === 0 ? scale : scale.toReversed()).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
