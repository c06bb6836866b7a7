import type { RunStatus } from '@bestiary/contracts/run';

/** How a run of the pictures went. */
export interface RunStory {
  name: string;
  project: string;
  status: RunStatus;
  /** hours before now at which it began */
  hoursAgo: number;
  /** of one epoch (milliseconds) */
  epochMs: number;
  epochs: number;
  /** epochs done when it ended, or so far */
  done: number;
  learningRate: number;
  batchSize: number;
  dropout: number;
  /** share of right predictions that the validation tends to */
  skill: number;
  seed: number;
  /** the epoch from which its loss is no number */
  diverges?: number;
  error?: { message: string; code?: string; hint?: string; stack?: string };
}

const usual = { project: 'bears and dragons', epochs: 20, done: 20, batchSize: 1, dropout: 0.2 };

/** A week of someone's work, the newest first. */
export const STORIES: readonly RunStory[] = [
  {
    ...usual,
    name: 'warm start, sixty epochs',
    status: 'running',
    hoursAgo: 0.004,
    epochMs: 620,
    epochs: 60,
    done: 23,
    learningRate: 1e-4,
    skill: 0.95,
    seed: 10,
  },
  {
    ...usual,
    name: 'learning rate 3',
    status: 'failed',
    hoursAgo: 1.4,
    epochMs: 400,
    done: 6,
    learningRate: 3,
    skill: 0.6,
    seed: 4,
    diverges: 4,
    error: {
      code: 'diverged',
      message: 'the loss is NaN in epoch 6: training has diverged',
      hint: 'Use a smaller --learning-rate (it was 3).',
      stack:
        'BestiaryError: the loss is NaN in epoch 6: training has diverged\n' +
        '    at fitHead (libs/models/src/head-training.ts:212:13)\n' +
        '    at fit (apps/trainer/src/train/fit-head.ts:58:20)\n' +
        '    at record (apps/trainer/src/train/run-training.ts:97:24)\n' +
        '    at async runTraining (apps/trainer/src/train/run-training.ts:52:12)',
    },
  },
  {
    ...usual,
    name: 'baseline, frozen base',
    status: 'finished',
    hoursAgo: 2.1,
    epochMs: 410,
    learningRate: 1e-4,
    skill: 0.945,
    seed: 1,
  },
  {
    ...usual,
    name: 'dropout 0.4',
    status: 'finished',
    hoursAgo: 2.6,
    epochMs: 420,
    learningRate: 1e-4,
    dropout: 0.4,
    skill: 0.93,
    seed: 2,
  },
  {
    ...usual,
    name: 'learning rate 1e-3',
    status: 'finished',
    hoursAgo: 4.3,
    epochMs: 400,
    learningRate: 1e-3,
    skill: 0.955,
    seed: 3,
  },
  {
    ...usual,
    name: 'batch 32',
    status: 'finished',
    hoursAgo: 26,
    epochMs: 130,
    batchSize: 32,
    learningRate: 1e-3,
    skill: 0.915,
    seed: 5,
  },
  {
    ...usual,
    name: 'sixty epochs',
    status: 'finished',
    hoursAgo: 28,
    epochMs: 405,
    epochs: 60,
    done: 60,
    learningRate: 1e-4,
    skill: 0.965,
    seed: 6,
  },
  {
    ...usual,
    name: 'on the laptop',
    status: 'lost',
    hoursAgo: 31,
    epochMs: 1_900,
    done: 11,
    learningRate: 1e-4,
    skill: 0.94,
    seed: 7,
  },
  {
    ...usual,
    name: 'wrong folder',
    project: 'scratch',
    status: 'cancelled',
    hoursAgo: 50,
    epochMs: 420,
    done: 3,
    learningRate: 1e-4,
    skill: 0.7,
    seed: 8,
  },
  {
    ...usual,
    name: '224 pixels',
    status: 'finished',
    hoursAgo: 75,
    epochMs: 820,
    learningRate: 1e-4,
    skill: 0.95,
    seed: 9,
  },
];
