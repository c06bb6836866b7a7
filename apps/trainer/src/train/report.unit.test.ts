import { evaluate } from '@bestiary/metrics/evaluation';
import { describe, expect, it } from 'vitest';
import { countPredictions, toPredictions } from './predictions.ts';
import { describeEpoch, describeReport, toFinal, type TrainReport } from './report.ts';

const images = ['a', 'b', 'c'].map((name, i) => ({
  sha256: name.repeat(64),
  path: `${name}.jpg`,
  label: i % 2,
}));

describe('predictions', () => {
  it('are class 1 from probability 0.5 on with two classes, and are counted by prediction, then label', () => {
    const rows = toPredictions(images, Float32Array.of(0.5, 0.5, 0.25, 0.75, 0.75, 0.25), 2);
    expect(rows.map((row) => row.predicted)).toEqual([1, 1, 0]);
    expect(rows[1]).toEqual({
      image: images[1]!.sha256,
      path: 'b.jpg',
      label: 1,
      predicted: 1,
      probabilities: [0.25, 0.75],
    });
    expect(countPredictions(rows, 2)).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });
});

describe('the report', () => {
  const evaluation = evaluate({
    runId: 'r',
    split: 'validation',
    classNames: ['bear', 'dragon'],
    confusion: [
      [8, 1],
      [2, 9],
    ],
  });
  const report: TrainReport = {
    runId: 'r',
    url: 'http://127.0.0.1:4810/runs/r',
    name: 'n',
    project: 'default',
    status: 'finished',
    backend: 'tensorflow',
    weights: undefined,
    dataset: { dir: '/d', name: 'd', manifestSha256: '0', classNames: ['bear', 'dragon'] },
    counts: { training: 80, validation: 20, test: 0, skipped: 0, perClass: {} },
    skipped: [],
    epochs: [],
    stoppedEarly: false,
    restoredEpoch: null,
    final: toFinal(evaluation),
    test: null,
    crossValidation: null,
    rerun: null,
    resumed: null,
    cache: { hits: 0, misses: 100, dir: null },
    timings: { total: 1_234 },
    delivered: true,
    keptIn: null,
  };

  it('takes its figures from the evaluation', () => {
    expect(report.final).toEqual({
      accuracy: 17 / 20,
      balancedAccuracy: (0.8 + 0.9) / 2,
      recall: { bear: 0.8, dragon: 0.9 },
      confusion: evaluation.confusion,
    });
  });

  it('reads as a table, and says where things wait when the server lacks some', () => {
    expect(describeReport(report).split('\n')).toEqual([
      'accuracy            0.8500   (20 validation images, probability ≥ 0.5)',
      'balanced accuracy   0.8500',
      'recall bear         0.8000',
      'recall dragon       0.9000',
      'time                1.2 s, 0 features from the cache, 100 computed',
      'run                 http://127.0.0.1:4810/runs/r',
    ]);
    expect(describeReport({ ...report, delivered: false, keptIn: '/wal/r' })).toContain(
      'is kept in /wal/r: `bestiary sync` sends it',
    );
  });

  it('shows an epoch in one line', () => {
    const metrics = {
      loss: 0.5,
      accuracy: 1,
      val_loss: NaN,
      val_accuracy: 0.25,
      val_balanced_accuracy: 0.125,
    };
    expect(describeEpoch(3, 20, metrics)).toBe(
      'epoch  3/20  loss 0.5000  accuracy 1.0000  val_loss NaN  val_accuracy 0.2500  val_balanced_accuracy 0.1250',
    );
  });
});
