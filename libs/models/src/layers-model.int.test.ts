import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Tfjs from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Adam } from './adam.ts';
import { loadBackend } from './backend.ts';
import { type Classifier } from './classifier.ts';
import { foldGraph } from './folded-graph.ts';
import { denseWeights, newHead, predict } from './head.ts';
import { trainHead } from './head-training.ts';
import { saveLayersModel } from './layers-model.ts';
import { mobileNetV2 } from './mobilenet-v2.ts';
import { Random } from './random.ts';
import { randomWeights } from './random-weights.test.ts';
import { tfjsBackbone } from './tfjs-backbone.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'bestiary-layers-model-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const training = { epochs: 3, batchSize: 2, learningRate: 1e-3, dropout: 0, seed: 1 };

/** Trains a little, saves, loads with TensorFlow.js. */
async function saveAndLoad(classes: number, inputSize: number) {
  const spec = mobileNetV2(0.35, inputSize);
  const folded = foldGraph(spec, randomWeights(spec, 4));
  const backend = await loadBackend();
  const random = new Random(8);
  const count = 6;
  const images = Float32Array.from({ length: count * inputSize * inputSize * 3 }, () => random.below(256));
  const features = await tfjsBackbone(spec, folded, backend).features(images);
  const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
  const head = newHead(1280, classes, 2);
  const adam = new Adam(head.parameters.length, 1e-3);
  const data = { features, labels };
  Array.from(trainHead(head, adam, data, data, training));
  const metadata: Classifier['metadata'] = {
    classNames: Array.from({ length: classes }, (_, i) => `class ${i}`),
    threshold: 0.5,
    preprocessing: {
      imageSize: inputSize,
      resize: 'stretch',
      interpolation: 'bilinear',
      pixels: '0..255',
      scaledInModel: spec.preprocessing.id,
    },
    provenance: {
      runId: 'r',
      datasetSha256: 'd',
      weightsSha256: 'w',
      weightsName: 'random',
      bestiaryVersion: '0',
      createdAt: '2026-01-01T00:00:00Z',
    },
  };
  const path = join(folder, `${classes}-${inputSize}`, '1');
  const files = await saveLayersModel(path, { spec, folded, head, optimizer: adam, dropout: 0, metadata });
  const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node') as typeof Tfjs;
  const model = await tf.loadLayersModel(`file://${join(path, 'model.json')}`);
  const input = tf.tensor4d(images, [count, inputSize, inputSize, 3]);
  return { tf, model, input, data, path, files, expected: predict(head, features), head, adam, metadata };
}

describe('a saved classifier', () => {
  it.each([
    [2, 64],
    [4, 75],
  ])(
    'of %i classes at %i px predicts in TensorFlow.js what the trainer predicts, to 1e-5',
    async (classes, size) => {
      const { model, input, expected } = await saveAndLoad(classes, size);
      const found = await (model.predict(input) as Tfjs.Tensor).data();
      for (let i = 0; i < found.length; i++)
        expect(Math.abs(found[i]! - expected[classes === 2 ? i * 2 + 1 : i]!)).toBeLessThan(1e-5);
    },
  );

  it.each([2, 4])(
    'of %i classes restores the optimizer, and TensorFlow.js goes on training its head as the trainer would',
    async (classes) => {
      const { tf, model, input, head, adam, data } = await saveAndLoad(classes, 64);
      const logits = model.getLayer('logits');
      expect(model.trainableWeights).toEqual(logits.trainableWeights);
      const state = (await model.optimizer.getWeights()).map(({ tensor }) => [...tensor.dataSync()]);
      const [m] = denseWeights(head, adam.m);
      const [v] = denseWeights(head, adam.v);
      expect(state).toEqual([[adam.iterations], [...m!.kernel], [...m!.bias], [...v!.kernel], [...v!.bias]]);

      await model.fit(input, tf.tensor2d(Array.from(data.labels), [data.labels.length, 1]), {
        epochs: 2,
        batchSize: 2,
        shuffle: false,
        verbose: 0,
      });
      Array.from(trainHead(head, adam, data, data, { ...training, epochs: 2, shuffle: false }));
      // TensorFlow.js adds epsilon elsewhere than Keras, which shows where slopes are tiny
      const [expected] = denseWeights(head);
      const [kernel, bias] = logits.getWeights().map((weight) => weight.dataSync());
      kernel!.forEach((w, k) => expect(Math.abs(w - expected!.kernel[k]!)).toBeLessThan(1e-4));
      bias!.forEach((b, k) => expect(Math.abs(b - expected!.bias[k]!)).toBeLessThan(1e-4));
    },
  );

  it('names every file it wrote and carries its classes, preprocessing and provenance', async () => {
    const { path, files, metadata } = await saveAndLoad(2, 64);
    for (const file of files) expect((await stat(join(path, file))).size).toBeGreaterThan(0);
    const json = JSON.parse(await readFile(join(path, 'model.json'), 'utf8')) as {
      userDefinedMetadata: unknown;
    };
    expect(json.userDefinedMetadata).toEqual({ backbone: 'mobilenet_v2_0.35', ...metadata });
  });
});
