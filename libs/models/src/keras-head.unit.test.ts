import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Head, zeroHead } from './head.ts';
import { type HeadTrainingOptions, type LabelledFeatures, trainHead } from './head-training.ts';
import { type OptimizerSettings, newOptimizer } from './new-optimizer.ts';
import { type OptimizerName } from './optimizer.ts';

/** What tools/keras-fixtures/src/peers/head.py wrote; the formulas below are those of that script. */
interface Fixture {
  trainings: Record<
    string,
    {
      options: Pick<HeadTrainingOptions, 'batchSize' | 'loss' | 'classWeights' | 'l2' | 'schedule'> &
        OptimizerSettings & { optimizer: OptimizerName; classes: number; hidden: number[] };
      epochs: { loss: number; accuracy: number; val_loss: number; val_accuracy: number }[];
      parameters: number[];
    }
  >;
}

const FEATURES = 9;

function rows(count: number, classes: number, shift: number): LabelledFeatures {
  const labels = Int32Array.from({ length: count }, (_, row) => {
    const i = row + shift;
    return ((i * i + 2 * i) % 5) % classes;
  });
  const features = Float32Array.from({ length: count * FEATURES }, (_, at) => {
    const j = at % FEATURES;
    const row = (at - j) / FEATURES;
    const i = row + shift;
    return (((i * 31 + j * 17 + i * j * 7) % 25) - 12) / 12 + (j % classes === labels[row] ? 0.5 : 0);
  });
  return { features, labels };
}

function firstHead(classes: number, hidden: number[]): Head {
  const head = zeroHead(FEATURES, classes, hidden);
  head.parameters.forEach((_, i) => (head.parameters[i] = ((i * 37 + 11) % 29) / 29 - 0.5));
  return head;
}

const { trainings } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/head/trainings.json'), 'utf8'),
) as Fixture;

describe('a head follows Keras to 1e-5 in every loss and parameter', () => {
  it.each(Object.entries(trainings))('%s', (_, { options, epochs, parameters }) => {
    const { classes, hidden, optimizer: name, ...settings } = options;
    const head = firstHead(classes, hidden);
    const optimizer = newOptimizer(name, head.parameters.length, settings);
    const figures = trainHead(head, optimizer, rows(24, classes, 0), rows(11, classes, 100), {
      ...settings,
      epochs: epochs.length,
      dropout: 0,
      seed: 0,
      shuffle: false,
    });
    for (const keras of epochs) {
      const ours = figures.next().value!;
      expect(Math.abs(ours.loss - keras.loss)).toBeLessThan(1e-5);
      expect(Math.abs(ours.validationLoss - keras.val_loss)).toBeLessThan(1e-5);
      expect(ours.accuracy).toBeCloseTo(keras.accuracy, 6);
      expect(ours.validationAccuracy).toBeCloseTo(keras.val_accuracy, 6);
    }
    expect(figures.next().done).toBe(true);
    parameters.forEach((w, i) => expect(Math.abs(head.parameters[i]! - w)).toBeLessThan(1e-5));
  });
});
