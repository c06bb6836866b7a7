import { describe, expect, it } from 'vitest';
import { describeEvaluation, type EvaluationReport } from './evaluation-report.ts';

const report: EvaluationReport = {
  runId: 'r',
  url: 'http://server/runs/r',
  name: 'bears on test',
  project: 'default',
  evaluates: null,
  model: { folder: '/models/bears/1', backbone: 'mobilenet_v2_1.0', classNames: ['bear', 'dragon'] },
  dataset: { dir: '/test', name: 'test', manifestSha256: 'd' },
  images: 12,
  skipped: [],
  final: {
    accuracy: 10 / 12,
    balancedAccuracy: 0.8,
    recall: { bear: 1, dragon: null },
    confusion: [
      [10, 2],
      [0, 0],
    ],
  },
  delivered: true,
  keptIn: null,
};

describe('the report of an evaluation', () => {
  it('has the figures, the confusion matrix with predictions in rows, and the run', () => {
    expect(describeEvaluation(report).split('\n')).toEqual([
      'accuracy            0.8333   (12 images, probability ≥ 0.5)',
      'balanced accuracy   0.8000',
      'recall bear         1.0000',
      'recall dragon       none',
      '',
      'predicted \\ label    bear  dragon',
      'bear                   10       2',
      'dragon                  0       0',
      '',
      'run                 http://server/runs/r',
    ]);
  });

  it('says where the rest is kept when the server went away', () => {
    expect(describeEvaluation({ ...report, delivered: false, keptIn: '/wal/r' })).toContain(
      'kept in /wal/r: `bestiary sync`',
    );
  });
});
