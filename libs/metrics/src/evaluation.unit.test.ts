import { describe, expect, it } from 'vitest';
import { Evaluation } from '@bestiary/contracts/prediction';
import { accuracy, accuracyOf, balancedAccuracy, balancedAccuracyOf } from './accuracy.ts';
import { confusionOf } from './confusion.ts';
import { evaluate } from './evaluation.ts';
import { predictedClass } from './predicted-class.ts';
import { wilsonShare } from './wilson.ts';

const runId = '01890a5d-ac96-774b-bcce-b302099a8057';

describe('predictedClass', () => {
  it('predicts class 1 of two when its probability is exactly one half', () => {
    expect(predictedClass([0.5, 0.5], 0, 2)).toBe(1);
    expect(predictedClass([0.51, 0.49], 0, 2)).toBe(0);
  });
  it('predicts the arg-max of the row asked for, the lower index winning a tie', () => {
    expect(predictedClass([1, 0, 0, 0.1, 0.6, 0.3], 1, 3)).toBe(1);
    expect(predictedClass([0.4, 0.4, 0.2], 0, 3)).toBe(0);
  });
});

describe('confusionOf', () => {
  const probabilities = Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.6, 0.4, 0.1, 0.9);
  it('has predictions as rows and labels as columns', () => {
    expect(confusionOf(probabilities, Int32Array.of(0, 0, 1, 1), 2)).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(confusionOf(Float32Array.of(0, 1), Int32Array.of(0), 2)).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });
  it('refuses labels that are no class, and lengths that disagree', () => {
    expect(() => confusionOf(probabilities, Int32Array.of(0, 0, 1, 2), 2)).toThrow('label 2 of row 3');
    expect(() => confusionOf(probabilities, Int32Array.of(0), 2)).toThrow('need 2 probabilities, not 8');
  });
  it('gives the trainer its accuracies', () => {
    const labels = Int32Array.of(0, 0, 0, 1);
    expect(accuracyOf(probabilities, labels, 2)).toBe(0.75);
    expect(balancedAccuracyOf(probabilities, labels, 2)).toBeCloseTo((2 / 3 + 1) / 2, 12);
  });
});

describe('evaluate', () => {
  it('counts every figure from the matrix', () => {
    const e = evaluate({
      runId,
      split: 'validation',
      classNames: ['bear', 'dragon'],
      confusion: [
        [50, 4],
        [10, 60],
      ],
    });
    expect(Evaluation.parse(e)).toEqual(e);
    expect(e.count).toBe(124);
    expect(e.accuracy).toMatchObject({ hits: 110, of: 124, value: 110 / 124 });
    expect(e.recall.map((s) => [s.hits, s.of])).toEqual([
      [50, 60],
      [60, 64],
    ]);
    expect(e.precision.map((s) => [s.hits, s.of])).toEqual([
      [50, 54],
      [60, 70],
    ]);
    expect(e.balancedAccuracy).toBeCloseTo((50 / 60 + 60 / 64) / 2, 12);
  });
  it('leaves a class without labels out of the balanced accuracy, and says null where nothing was counted', () => {
    const confusion = [
      [3, 0, 1],
      [0, 0, 0],
      [1, 0, 3],
    ];
    expect(balancedAccuracy(confusion)).toBe(0.75);
    expect(accuracy(confusion)).toBe(0.75);
    const e = evaluate({ runId, split: 'test', classNames: ['a', 'b', 'c'], confusion });
    expect(e.recall[1]).toEqual({ value: null, low: null, high: null, hits: 0, of: 0 });
    const none = evaluate({ runId, split: 'test', classNames: ['a', 'b'], confusion: [[0, 0], [0, 0]] }); // prettier-ignore
    expect(none).toMatchObject({ count: 0, balancedAccuracy: null, accuracy: { value: null } });
  });
  it('refuses a matrix that does not fit the class names', () => {
    expect(() => evaluate({ runId, split: 'test', classNames: ['a'], confusion: [[1, 0], [0, 1]] })).toThrow('does not fit 1'); // prettier-ignore
  });
});

describe('wilsonShare', () => {
  it('agrees with the published example: 81 of 263 gives 0.2553 to 0.3662', () => {
    // R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
    const share = wilsonShare(81, 263);
    expect(share.low).toBeCloseTo(0.2553, 4);
    expect(share.high).toBeCloseTo(0.3662, 4);
  });
  it('stays within 0 and 1 and keeps a width at the ends', () => {
    expect(wilsonShare(0, 20)).toMatchObject({ value: 0, low: 0 });
    expect(wilsonShare(0, 20).high).toBeCloseTo(0.1611, 4);
    expect(wilsonShare(20, 20)).toMatchObject({ value: 1, high: 1 });
    expect(wilsonShare(20, 20).low).toBeCloseTo(0.8389, 4);
  });
});
