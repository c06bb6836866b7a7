import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backboneByName } from './backbones.ts';
import { FineTuning } from './fine-tuning.ts';
import { formulaImages } from './fine-tuning-pictures.test.ts';
import { formulaWeights } from './formula-weights.test.ts';
import { type Head, denseWeights, zeroHead } from './head.ts';
import { featureCount } from './layer-graph.ts';
import { newOptimizer } from './new-optimizer.ts';
import { type OptimizerName } from './optimizer.ts';

/** What tools/keras-fixtures/src/peers/fine_tuning.py wrote; the constants and rules below are those of that script. */
interface Fixture {
  backbone: string;
  size: number;
  factors: Record<string, number>;
  from: string;
  classes: number;
  optimizer: OptimizerName;
  learningRate: number;
  epochs: { loss: number; val_loss: number }[];
  arrays: Record<string, { before: number[]; after: number[] }>;
}

const PICTURES = 7;
const BATCH = 3;

const folder = join(import.meta.dirname, '../fixtures/fine-tuning');

describe('fine-tuning follows Keras to 1e-4 in every loss and every trained array', () => {
  it.each(readdirSync(folder))('%s', async (file) => {
    const keras = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Fixture;
    const spec = backboneByName(keras.backbone, keras.size);
    const tuning = await FineTuning.begin(
      spec,
      formulaWeights(spec, keras.factors),
      formulaHead(featureCount(spec), keras.classes),
      (count) => newOptimizer(keras.optimizer, count, { learningRate: keras.learningRate }),
      {
        from: keras.from,
        epochs: keras.epochs.length,
        batchSize: BATCH,
        dropout: 0,
        seed: 0,
        shuffle: false,
      },
    );
    for (const expected of keras.epochs) {
      const figures = await tuning.nextEpoch(
        formulaImages(keras.size, PICTURES, keras.classes),
        formulaImages(keras.size, BATCH, keras.classes),
      );
      expect(Math.abs(figures.loss - expected.loss)).toBeLessThan(1e-4);
      expect(Math.abs(figures.validationLoss - expected.val_loss)).toBeLessThan(1e-4);
    }

    const arrays = new Map(
      Array.from(tuning.weights(), ([layer, named]) =>
        Array.from(named, ([name, { data }]): [string, Float32Array] => [`${layer}/${name}`, data]),
      ).flat(),
    );
    const dense = denseWeights(tuning.head)[0]!;
    arrays.set('head/kernel', dense.kernel).set('head/bias', dense.bias);
    for (const [key, { before, after }] of Object.entries(keras.arrays)) {
      const ours = lookedAt(arrays.get(key)!);
      expect(ours).toHaveLength(after.length);
      const moved = Math.max(...after.map((x, i) => Math.abs(x - before[i]!)));
      ours.forEach((x, i) => {
        expect(Math.abs(x - after[i]!), `${key} at place ${i}`).toBeLessThan(1e-4);
        // most steps are smaller than that: each must be right to a hundredth of the array's largest
        expect(Math.abs(x - after[i]!), `step of ${key} at place ${i}`).toBeLessThan(0.01 * moved + 1e-7);
      });
    }
    tuning.dispose();
  });
});

function formulaHead(features: number, classes: number): Head {
  const head = zeroHead(features, classes);
  for (let i = 0; i < head.units * features; i++) head.parameters[i] = (((i * 37) % 101) - 50) / 2500;
  return head;
}

/** At most twelve numbers of an array, from the first to the last, alike far apart. */
function lookedAt(array: Float32Array): number[] {
  const count = Math.min(12, array.length);
  if (array.length <= 12) return [...array];
  return Array.from({ length: count }, (_, i) => array[Math.floor((i * (array.length - 1)) / (count - 1))]!);
}
