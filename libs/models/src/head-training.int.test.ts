import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Adam } from './adam.ts';
import { zeroHead } from './head.ts';
import { evaluateHead, trainHead } from './head-training.ts';

const testData = process.env.BESTIARY_TEST_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const golden = join(testData, 'golden/flowers_daisy_dandelion');

interface GoldenRun {
  train_loss_by_epoch: number[];
  end_loss: number;
  'end_accuracy_probability_0.5': number;
  kernel_first_8: number[];
  bias: number;
}

describe.skipIf(!existsSync(golden))(
  'head training beside Keras (skipped where there is no test data)',
  () => {
    it.each([
      ['batch1_lr0.0001', 1, 1e-4],
      ['batch32_lr0.001', 32, 1e-3],
    ])('follows the losses and weights of %s to 1e-5', (name, batchSize, learningRate) => {
      const file = JSON.parse(readFileSync(join(golden, 'head_training.json'), 'utf8')) as {
        labels: number[];
        runs: Record<string, GoldenRun>;
      };
      const keras = file.runs[name]!;
      const features = new Float32Array(
        Uint8Array.from(readFileSync(join(golden, 'validation_features.f32'))).buffer,
      );
      const data = { features, labels: Int32Array.from(file.labels) };
      const head = zeroHead(1280, 2);
      const options = { epochs: 5, batchSize, dropout: 0, seed: 0, shuffle: false };
      const epochs = [
        ...trainHead(head, new Adam(head.parameters.length, learningRate), data, data, options),
      ];

      epochs.forEach(({ loss }, i) =>
        expect(Math.abs(loss - keras.train_loss_by_epoch[i]!)).toBeLessThan(1e-5),
      );
      const end = evaluateHead(head, data);
      expect(Math.abs(end.loss - keras.end_loss)).toBeLessThan(1e-5);
      expect(end.accuracy).toBeCloseTo(keras['end_accuracy_probability_0.5'], 12);
      keras.kernel_first_8.forEach((w, j) => expect(Math.abs(head.parameters[j]! - w)).toBeLessThan(1e-5));
      expect(Math.abs(head.parameters[1280]! - keras.bias)).toBeLessThan(1e-5);
    });
  },
);
