import { describe, expect, it } from 'vitest';
import { logLoss } from './log-loss.ts';
import { type Written, expectAgreement, expectAllAgree, readFixture } from './peer-fixture.test.ts';
import { predictedClass } from './predicted-class.ts';
import {
  classOneConfidences,
  expectedCalibrationError,
  maximumCalibrationError,
  reliabilityBins,
  topLabelConfidences,
} from './reliability.ts';
import { fitTemperature, logitsOfProbabilities, softmaxAt } from './temperature.ts';

interface Case {
  name: string;
  classes: number;
  logits: number[];
  labels: number[];
  confidences: number[];
  outcomes: number[];
  reliability: {
    bins: number;
    of: 'equal-width' | 'equal-mass';
    confidence: Written[];
    observed: Written[];
    expectedError: Written;
    maximumError: Written;
  }[];
  fitted: Record<'temperature' | 'logLossBefore' | 'logLossAfter', Written>;
}

const { cases } = readFixture<{ cases: Case[] }>('calibration');

describe.each(cases)('of $name:', ({ classes, logits, labels, fitted, ...given }) => {
  const probabilities = softmaxAt(logits, classes, 1);

  it('reliability bins are scikit-learn’s, and the errors those of their definition', () => {
    const confidences = topLabelConfidences(probabilities, labels, classes);
    expectAllAgree(confidences.confidences, given.confidences, 'confidence');
    expect([...confidences.outcomes]).toEqual(given.outcomes);
    for (const { bins, of, ...theirs } of given.reliability) {
      const ours = reliabilityBins(confidences, bins, of);
      expectAllAgree(ours.map((bin) => bin.confidence), theirs.confidence, `confidence of ${bins} ${of} bins`); // prettier-ignore
      expectAllAgree(ours.map((bin) => bin.observed.value!), theirs.observed, 'observed'); // prettier-ignore
      expectAgreement(expectedCalibrationError(ours), theirs.expectedError, 'expected error');
      expectAgreement(maximumCalibrationError(ours), theirs.maximumError, 'maximum error');
    }
  });
  it('the temperature is where SciPy finds the slope of the log loss to be 0', () => {
    const ours = fitTemperature(logits, labels, classes);
    expect(ours.atBound).toBe(false);
    expectAgreement(ours.temperature, fitted.temperature, 'temperature');
    expectAgreement(ours.logLossBefore, fitted.logLossBefore, 'before');
    expectAgreement(ours.logLossAfter, fitted.logLossAfter, 'after');
    expectAgreement(
      logLoss(softmaxAt(logits, classes, ours.temperature), labels, classes),
      ours.logLossAfter,
      'log loss at the temperature',
    );
  });
  // a probability of 0 does not tell how low its logit was
  if (probabilities.every((p) => p > Number.EPSILON))
    it('probabilities have the temperature of the logits that they came from', () => {
      const { temperature } = fitTemperature(logitsOfProbabilities(probabilities), labels, classes);
      expect(temperature).toBeCloseTo(Number(fitted.temperature), 9);
    });
  it('a temperature changes no prediction', () => {
    const scaled = softmaxAt(logits, classes, 3);
    labels.forEach((_, i) =>
      expect(predictedClass(scaled, i, classes)).toBe(predictedClass(probabilities, i, classes)),
    );
  });
});

describe('reliabilityBins', () => {
  it('takes a confidence on an end into the lower bin, and 0 into the first', () => {
    const bins = reliabilityBins(classOneConfidences([0, 0.25, 0.5, 0.75, 1], [0, 1, 0, 1, 1]), 4);
    expect(bins.map(({ low, high, observed }) => [low, high, observed.hits, observed.of])).toEqual([
      [0, 0.25, 1, 2],
      [0.25, 0.5, 0, 1],
      [0.5, 0.75, 1, 1],
      [0.75, 1, 1, 1],
    ]);
  });
  it('leaves out bins without rows, and keeps equal confidences together', () => {
    const same = classOneConfidences([0.3, 0.3, 0.3, 0.3], [0, 1, 0, 0]);
    expect(reliabilityBins(same, 10)).toHaveLength(1);
    expect(reliabilityBins(same, 4, 'equal-mass')).toMatchObject([{ observed: { hits: 1, of: 4 } }]);
  });
  it('is empty, and its errors undefined, without rows', () => {
    const none = classOneConfidences([], []);
    expect(reliabilityBins(none, 10)).toEqual([]);
    expect(reliabilityBins(none, 10, 'equal-mass')).toEqual([]);
    expect([expectedCalibrationError([]), maximumCalibrationError([])]).toEqual([NaN, NaN]);
  });
  it('refuses what is no probability and no number of bins', () => {
    expect(() => reliabilityBins(classOneConfidences([0.2, NaN], [0, 1]), 5)).toThrow(
      'confidence NaN of row 1',
    );
    expect(() => reliabilityBins(classOneConfidences([0.2], [0]), 0)).toThrow('0 is no number of bins');
  });
});

describe('fitTemperature', () => {
  it('stops at the lowest temperature where every row is right, at the highest where every row is wrong', () => {
    expect(fitTemperature([0, 2, 3, 0], [1, 0], 2)).toMatchObject({ temperature: 0.05, atBound: true });
    expect(fitTemperature([0, 2, 3, 0], [0, 1], 2)).toMatchObject({ temperature: 20, atBound: true });
    expect(fitTemperature([1, 1], [1], 2).atBound).toBe(true);
  });
  it('refuses no rows and logits that are not finite', () => {
    expect(() => fitTemperature([], [], 3)).toThrow('no rows');
    expect(() => fitTemperature([0, -Infinity], [0], 2)).toThrow('logit -Infinity of row 0');
  });
});

describe('softmaxAt', () => {
  it('does not overflow, and is even where the temperature is high', () => {
    expect([...softmaxAt([1000, 0], 2, 1)]).toEqual([1, 0]);
    expect(softmaxAt([1, 0], 2, 1e12)[0]).toBeCloseTo(0.5, 9);
  });
});
