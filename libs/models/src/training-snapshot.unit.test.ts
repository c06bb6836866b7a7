import { describe, expect, it } from 'vitest';
import { newHead } from './head.ts';
import {
  type EpochFigures,
  HeadTraining,
  type HeadTrainingOptions,
  type LabelledFeatures,
} from './head-training.ts';
import { type OptimizerSettings, newOptimizer } from './new-optimizer.ts';
import { OPTIMIZERS, type OptimizerName } from './optimizer.ts';
import { Random } from './random.ts';
import { decodeSnapshot, encodeSnapshot } from './training-snapshot.ts';

const FEATURES = 7;
const CLASSES = 3;

/** A view of 20 rows: the labels stay, the features are other ones in each epoch. */
function view(epoch: number): LabelledFeatures {
  const random = new Random(8, epoch);
  const labels = Int32Array.from({ length: 20 }, (_, i) => (i * 7) % CLASSES);
  const features = Float32Array.from(
    { length: 20 * FEATURES },
    (_, i) => random.normal() + (i % CLASSES === labels[Math.floor(i / FEATURES)] ? 1 : 0),
  );
  return { features, labels };
}

const options: HeadTrainingOptions = { epochs: 6, batchSize: 3, dropout: 0.3, seed: 1, restoreBest: true };

function begin(
  optimizer: OptimizerName,
  more: Partial<HeadTrainingOptions & OptimizerSettings> = {},
  snapshot?: Uint8Array,
): { training: HeadTraining; end: () => { parameters: Float32Array; figures: EpochFigures[] } } {
  const head = newHead(FEATURES, CLASSES, 4, [5]);
  const training = new HeadTraining(
    head,
    newOptimizer(optimizer, head.parameters.length, { learningRate: 0.02, ...more }),
    { ...options, ...more },
    snapshot && decodeSnapshot(snapshot),
  );
  const end = (): { parameters: Float32Array; figures: EpochFigures[] } => {
    const figures: EpochFigures[] = [];
    while (!training.done) figures.push(training.nextEpoch(view(training.epoch), view(99)));
    training.finish();
    return { parameters: head.parameters, figures };
  };
  return { training, end };
}

describe('a training that was killed', () => {
  const kinds: [OptimizerName, Partial<HeadTrainingOptions & OptimizerSettings>][] = [
    ...OPTIMIZERS.map((name): [OptimizerName, object] => [name, {}]),
    ['sgd', { momentum: 0.9, nesterov: true, schedule: { kind: 'cosine', warmUpEpochs: 1.5 } }],
    ['rmsprop', { momentum: 0.5, centered: true, schedule: { kind: 'step', everyEpochs: 2, factor: 0.3 } }],
    ['adam', { schedule: { kind: 'constant', warmUpEpochs: 4 }, l2: 0.01, classWeights: [1, 2, 0.5] }],
    ['adam', { earlyStopping: { metric: 'val_accuracy', patience: 2 }, loss: { kind: 'focal', gamma: 2 } }],
  ];
  it.each(kinds)('ends with the very same numbers, killed after whichever epoch: %s %o', (name, more) => {
    const whole = begin(name, more).end();
    for (let killed = 0; killed < whole.figures.length; killed++) {
      const { training } = begin(name, more);
      for (let epoch = 0; epoch < killed; epoch++) training.nextEpoch(view(epoch), view(99));
      const resumed = begin(name, more, encodeSnapshot(training.snapshot())).end();
      expect(resumed.figures).toEqual(whole.figures.slice(killed));
      expect(resumed.parameters).toEqual(whole.parameters);
    }
  });
});

describe('a snapshot', () => {
  const { training } = begin('adam');
  training.nextEpoch(view(0), view(99));
  const file = encodeSnapshot(training.snapshot());

  it('comes back from its file as it was', () => {
    expect(decodeSnapshot(file)).toEqual(training.snapshot());
  });

  it('is refused when it is cut short, altered, empty or something else', () => {
    const altered = file.slice();
    altered[file.length >> 1]! ^= 1;
    for (const bytes of [file.subarray(0, -1), file.subarray(0, 20), altered]) {
      expect(() => decodeSnapshot(bytes)).toThrow(/sha256/);
    }
    for (const bytes of [new Uint8Array(0), Buffer.from('{"epoch": 1}')]) {
      expect(() => decodeSnapshot(bytes)).toThrow(/does not begin as one/);
    }
  });

  it('is refused by a training with another optimizer or another head', () => {
    expect(() => begin('sgd', {}, file)).toThrow(
      /is of adam m v over 58 parameters, the training of sgd over/,
    );
    const head = newHead(FEATURES, CLASSES, 4);
    const optimizer = newOptimizer('adam', head.parameters.length, { learningRate: 0.02 });
    expect(() => new HeadTraining(head, optimizer, options, decodeSnapshot(file))).toThrow(
      /over 24 parameters/,
    );
  });
});
