import type { z } from 'zod';
import type { TrainConfig } from '../train/train-config.ts';

/** A run of the demonstration, and why it is there. */
export interface Experiment {
  /** the run's name, unlike any other's */
  name: string;
  settings: Partial<z.input<typeof TrainConfig>>;
  tags: Readonly<Record<string, string>>;
  /** Markdown */
  note?: string;
  /** name of an experiment before this one, of which this one is a repeat or a variation */
  parent?: string;
  /** how it is to end, where that is not well */
  ends?: 'failed' | 'cancelled';
}

const FASTER = { learningRate: 0.002, epochs: 25 } as const;
const REPEAT_SEEDS = [1, 2, 3];

/** What is asked of the sample set, in the order in which somebody would ask it. */
export const EXPERIMENTS: readonly Experiment[] = [
  {
    name: 'baseline',
    settings: {},
    tags: { question: 'learning rate' },
    note: 'The defaults. The loss still falls at the end: **the learning rate could be higher**, or the training longer.',
  },
  {
    name: 'learning rate too low',
    settings: { learningRate: 0.000_003 },
    tags: { question: 'learning rate' },
    parent: 'baseline',
  },
  {
    name: 'learning rate 0.002',
    settings: FASTER,
    tags: { question: 'learning rate', keep: 'yes' },
    note: 'Twenty times the default: the validation loss falls sooner and further. Accuracy can hardly tell: 126 validation images leave an interval of 8 points to each side. **All that follows starts from here.**',
    parent: 'baseline',
  },
  {
    name: 'learning rate too high',
    settings: { learningRate: 1, epochs: 25 },
    tags: { question: 'learning rate' },
    note: 'Accuracy alone would not tell: look at `val_loss`, and at the calibration.',
    parent: 'baseline',
  },
  {
    name: 'diverges',
    settings: { optimizer: 'sgd', learningRate: 1.06, l2: 1, epochs: 20 },
    tags: { question: 'learning rate' },
    note: 'Learning rate times penalty is above 1: each step goes beyond where it came from. The run failed, and says why.',
    parent: 'baseline',
    ends: 'failed',
  },
  ...REPEAT_SEEDS.map((seed) => ({
    name: `repeat ${seed}`,
    settings: { ...FASTER, seed },
    tags: { question: 'luck' },
    parent: 'learning rate 0.002',
  })),
  {
    name: 'five folds',
    settings: { ...FASTER, folds: 5 },
    tags: { question: 'luck' },
    note: 'Each image is judged by a head that did not see it. The matrix counts all 634.',
    parent: 'learning rate 0.002',
  },
  {
    name: 'hidden layer',
    settings: { ...FASTER, batchSize: 16, hidden: [16], dropout: 0.4 },
    tags: { question: 'head' },
    parent: 'learning rate 0.002',
  },
  {
    name: 'hidden layer, no dropout',
    settings: { ...FASTER, batchSize: 16, hidden: [16], dropout: 0, epochs: 40 },
    tags: { question: 'head' },
    note: 'Learns the training images by heart: `loss` falls and `val_loss` rises.',
    parent: 'hidden layer',
  },
  {
    name: 'label smoothing',
    settings: { ...FASTER, labelSmoothing: 0.1 },
    tags: { question: 'loss' },
    note: '12 pictures of the sample set are in the wrong folder. Smoothing keeps the head from being sure of them; see its calibration.',
    parent: 'learning rate 0.002',
  },
  {
    name: 'focal loss',
    settings: { ...FASTER, loss: 'focal' },
    tags: { question: 'loss' },
    parent: 'learning rate 0.002',
  },
  {
    name: 'balanced classes',
    settings: { ...FASTER, classWeights: 'balanced' },
    tags: { question: 'loss' },
    parent: 'learning rate 0.002',
  },
  {
    name: 'flips and turns',
    settings: { ...FASTER, augment: { flip: 'horizontal', rotation: 0.1 }, augmentBank: 2 },
    tags: { question: 'images' },
    parent: 'learning rate 0.002',
  },
  {
    name: 'cosine, until it is no better',
    settings: {
      learningRate: 0.005,
      schedule: 'cosine',
      warmUpEpochs: 3,
      epochs: 60,
      earlyStopping: 12,
      restoreBest: true,
    },
    tags: { question: 'learning rate' },
    parent: 'learning rate 0.002',
  },
  {
    name: 'stopped by hand',
    settings: { ...FASTER, epochs: 200 },
    tags: { question: 'learning rate' },
    note: 'Cancelled after 12 of 200 epochs. `bestiary train --resume` goes on from its last checkpoint.',
    parent: 'learning rate 0.002',
    ends: 'cancelled',
  },
  {
    name: 'judged on test images',
    settings: { ...FASTER, testSplit: 0.2, split: 'stratified' },
    tags: { question: 'final', keep: 'yes' },
    note: 'What was learned above, judged once on images that no choice was made by: change from **validation** to **test**.',
    parent: 'learning rate 0.002',
  },
];
/** A run that is stopped by hand is stopped after so many epochs. */
export const CANCEL_AFTER_EPOCHS = 12;
