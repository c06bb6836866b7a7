import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Tfjs from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBackend } from './backend.ts';
import { denseWeights } from './head.ts';
import { saveLayersModel } from './layers-model.ts';
import {
  FURTHER,
  furtherLabels,
  randomImages,
  smallClassifier,
  type SmallClassifier,
  trainFurther,
} from './small-classifier.test.ts';

let root: string;
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'bestiary-layers-model-'))));
afterAll(() => rm(root, { recursive: true, force: true }));

async function saveAndLoad(of: SmallClassifier) {
  const classifier = smallClassifier({ hidden: [8], ...of });
  const folder = await mkdtemp(join(root, 'model-'));
  await saveLayersModel(folder, classifier);
  await loadBackend('tensorflow');
  const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node') as typeof Tfjs;
  return { tf, classifier, model: await tf.loadLayersModel(`file://${join(folder, 'model.json')}`) };
}

describe('TensorFlow.js', () => {
  it('finds the head alone to be trainable', async () => {
    const { model } = await saveAndLoad({});
    expect(model.trainableWeights.map(({ originalName }) => originalName)).toEqual([
      'hidden_1/kernel',
      'hidden_1/bias',
      'logits/kernel',
      'logits/bias',
    ]);
  });

  it('finds the optimizer where the trainer left it', async () => {
    const { model, classifier } = await saveAndLoad({ classes: 4 });
    const { head, optimizer } = classifier;
    const state = (await model.optimizer.getWeights()).map(({ tensor }) => [...tensor.dataSync()]);
    const slots = Array.from(optimizer.slots.values(), (numbers) => denseWeights(head, numbers));
    expect(state).toEqual([
      [optimizer.iterations],
      ...slots.flat().flatMap(({ kernel, bias }) => [[...kernel], [...bias]]),
    ]);
  });

  it.each<SmallClassifier>([
    { optimizer: 'adam', classes: 2 },
    { optimizer: 'adam', classes: 4 },
    { optimizer: 'sgd' },
    { optimizer: 'sgd', settings: { momentum: 0.9 } },
    { optimizer: 'sgd', settings: { momentum: 0.9, nesterov: true } },
    { optimizer: 'rmsprop' },
    { optimizer: 'rmsprop', settings: { momentum: 0.5, centered: true } },
  ])('goes on with %j as the trainer would', async (of) => {
    const { tf, model, classifier } = await saveAndLoad(of);
    const size = classifier.spec.inputSize;
    const images = randomImages(size, FURTHER.count);
    const labels = furtherLabels(classifier);
    const { epochs, batchSize, count } = FURTHER;
    await model.fit(tf.tensor4d(images, [count, size, size, 3]), tf.tensor2d(labels, [count, 1]), {
      epochs,
      batchSize,
      shuffle: false,
      verbose: 0,
    });
    await trainFurther(classifier, images, labels);
    const expected = denseWeights(classifier.head).flatMap(({ kernel, bias }) => [kernel, bias]);
    const found = model.trainableWeights.map((weight) => weight.read().dataSync());
    // TensorFlow.js adds Adam's epsilon elsewhere than Keras, which shows where slopes are tiny
    expected.forEach((own, i) =>
      own.forEach((value, j) => expect(Math.abs(found[i]![j]! - value)).toBeLessThan(1e-4)),
    );
  });
});
