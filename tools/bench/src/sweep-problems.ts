import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BestiaryError } from '@bestiary/contracts/error';
import { Space, type TrialParams } from '@bestiary/contracts/sweep';
import { newHead } from '@bestiary/models/head';
import { HeadTraining, type LabelledFeatures } from '@bestiary/models/head-training';
import { newOptimizer } from '@bestiary/models/new-optimizer';
import { type OptimizerName } from '@bestiary/models/optimizer';

/** Something to minimise. */
export interface SweepProblem {
  readonly name: string;
  readonly space: Space;
  readonly trials: number;
  /** finite, less is better */
  loss(params: TrialParams): number;
}

type Numbers = Readonly<Record<string, number>>;

/** Dixon and Szegö (1978); least 0.397887. */
export const branin: SweepProblem = {
  name: 'Branin',
  space: Space.parse({ x: { type: 'float', low: -5, high: 10 }, y: { type: 'float', low: 0, high: 15 } }),
  trials: 100,
  loss: (params) => {
    const { x, y } = params as Numbers as { x: number; y: number };
    const bend = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6;
    return bend ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
  },
};

const HARTMANN_WEIGHTS = [1, 1.2, 3, 3.2];
const HARTMANN_A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const HARTMANN_P = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
];

/** Hartmann (1972); least −3.32237. */
export const hartmann6: SweepProblem = {
  name: 'Hartmann-6',
  space: Space.parse(
    Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`x${i}`, { type: 'float', low: 0, high: 1 }])),
  ),
  trials: 100,
  loss: (params) =>
    -HARTMANN_WEIGHTS.reduce((sum, weight, row) => {
      const inner = HARTMANN_A[row]!.reduce(
        (inside, a, i) => inside + a * ((params as Numbers)[`x${i}`]! - HARTMANN_P[row]![i]! / 10_000) ** 2,
        0,
      );
      return sum + weight * Math.exp(-inner);
    }, 0),
};

/** What a training with these would cost, made up: each optimizer has its own parameters, each layer its width. Least 0. */
export const conditional: SweepProblem = {
  name: 'conditional',
  space: Space.parse({
    learning_rate: { type: 'float', low: 1e-5, high: 1, log: true },
    optimizer: { type: 'categorical', choices: ['adam', 'sgd', 'rmsprop'] },
    momentum: { type: 'float', low: 0, high: 0.99, when: { optimizer: 'sgd' } },
    weight_decay: { type: 'float', low: 1e-6, high: 1e-1, log: true, when: { optimizer: 'adam' } },
    layers: { type: 'categorical', choices: [0, 1, 2] },
    units_1: { type: 'int', low: 8, high: 512, log: true, when: { layers: [1, 2] } },
    units_2: { type: 'int', low: 8, high: 512, log: true, when: { layers: [2] } },
  }),
  trials: 100,
  loss: (params) => {
    const {
      learning_rate,
      momentum = 0,
      weight_decay = 1e-3,
      units_1,
      units_2,
    } = params as Numbers as {
      learning_rate: number;
      momentum?: number;
      weight_decay?: number;
      units_1?: number;
      units_2?: number;
    };
    const rate = Math.log10(learning_rate / (1 - momentum));
    const byOptimizer =
      params.optimizer === 'sgd'
        ? 0.3 * (rate + 1) ** 2 + 2 * (momentum - 0.9) ** 2
        : params.optimizer === 'adam'
          ? 0.1 + 0.4 * (rate + 3) ** 2 + 0.05 * (Math.log10(weight_decay) + 3) ** 2
          : 0.3 + 0.4 * (rate + 3.5) ** 2;
    const width = (units: number, best: number) => 0.1 * Math.log2(units / best) ** 2;
    const byLayers =
      units_1 === undefined ? 0.4 : width(units_1, 128) + (units_2 === undefined ? 0.1 : width(units_2, 32));
    return byOptimizer + byLayers;
  },
};

const FEATURES = 1_280;
const TRAINING_ROWS = 84;
const EPOCHS = 10;
/** What a head that diverged counts: worse than one that knows nothing (log 2). */
const DIVERGED = 10;

/**
 * Heads trained on MobileNetV2's features of 126 photographs of flowers: two thirds to learn from, the loss on the rest after ten
 * epochs.
 *
 * @param golden the folder with `validation_features.f32` and `head_training.json`
 * @returns `undefined` where there is no such folder
 */
export function headTraining(golden: string): SweepProblem | undefined {
  const path = join(golden, 'validation_features.f32');
  if (!existsSync(path)) return undefined;
  const features = new Float32Array(Uint8Array.from(readFileSync(path)).buffer);
  const { labels } = JSON.parse(readFileSync(join(golden, 'head_training.json'), 'utf8')) as {
    labels: number[];
  };
  const rows = (from: number, to: number): LabelledFeatures => ({
    features: features.subarray(from * FEATURES, to * FEATURES),
    labels: Int32Array.from(labels.slice(from, to)),
  });
  const training = rows(0, TRAINING_ROWS);
  const validation = rows(TRAINING_ROWS, labels.length);
  return {
    name: 'head training',
    space: Space.parse({
      learning_rate: { type: 'float', low: 1e-5, high: 1, log: true },
      batch_size: { type: 'int', low: 1, high: 64, log: true },
      dropout: { type: 'float', low: 0, high: 0.8, step: 0.1 },
      l2: { type: 'float', low: 1e-7, high: 1e-1, log: true },
      optimizer: { type: 'categorical', choices: ['adam', 'sgd', 'rmsprop'] },
      momentum: { type: 'float', low: 0, high: 0.95, when: { optimizer: 'sgd' } },
    }),
    trials: 60,
    loss: (params) => {
      const { learning_rate, batch_size, dropout, l2, momentum } = params as Numbers as {
        learning_rate: number;
        batch_size: number;
        dropout: number;
        l2: number;
        momentum?: number;
      };
      const head = newHead(FEATURES, 2, 1);
      const optimizer = newOptimizer(params.optimizer as OptimizerName, head.parameters.length, {
        learningRate: learning_rate,
        momentum,
      });
      const work = new HeadTraining(head, optimizer, {
        epochs: EPOCHS,
        batchSize: batch_size,
        dropout,
        l2,
        seed: 1,
      });
      let loss = DIVERGED;
      try {
        while (!work.done) loss = work.nextEpoch(training, validation).validationLoss;
      } catch (error) {
        if (error instanceof BestiaryError && error.code === 'diverged') return DIVERGED;
        throw error;
      }
      return Math.min(DIVERGED, loss);
    },
  };
}
