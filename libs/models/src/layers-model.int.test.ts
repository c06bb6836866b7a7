import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Tfjs from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Adam } from './adam.ts';
import { loadBackend } from './backend.ts';
import { foldGraph } from './folded-graph.ts';
import { newHead, predict } from './head.ts';
import { trainHead } from './head-training.ts';
import { type Classifier, saveLayersModel } from './layers-model.ts';
import { mobileNetV2 } from './mobilenet-v2.ts';
import { Random } from './random.ts';
import { randomWeights } from './random-weights.test.ts';
import { tfjsBackbone } from './tfjs-backbone.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'bestiary-layers-model-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

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
  Array.from(
    trainHead(
      head,
      adam,
      { features, labels },
      { features, labels },
      { epochs: 3, batchSize: 2, learningRate: 1e-3, dropout: 0.2, seed: 1 },
    ),
  );
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
  const files = await saveLayersModel(path, { spec, folded, head, adam, dropout: 0.2, metadata });
  const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node') as typeof Tfjs;
  const model = await tf.loadLayersModel(`file://${join(path, 'model.json')}`);
  const input = tf.tensor4d(images, [count, inputSize, inputSize, 3]);
  return { tf, model, input, labels, path, files, expected: predict(head, features), adam, metadata };
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

  it('restores the optimizer, and training goes on with the head alone', async () => {
    const { tf, model, input, labels, adam } = await saveAndLoad(2, 64);
    const [kernel, bias] = model.layers.at(-2)!.trainableWeights;
    expect(model.trainableWeights).toEqual([kernel, bias]);
    const state = (await model.optimizer.getWeights()).map(({ tensor }) => tensor.dataSync());
    expect(state.map((values) => values.length)).toEqual([1, 1280, 1, 1280, 1]);
    expect(state[0]![0]).toBe(adam.iterations);
    expect([...state[1]!, ...state[2]!]).toEqual([...adam.m]);
    expect([...state[3]!, ...state[4]!]).toEqual([...adam.v]);
    const before = model.layers.at(-2)!.getWeights()[0]!.dataSync().slice();
    await model.fit(input, tf.tensor2d(Array.from(labels), [labels.length, 1]), {
      epochs: 1,
      batchSize: 2,
      verbose: 0,
    });
    expect(model.layers.at(-2)!.getWeights()[0]!.dataSync()).not.toEqual(before);
  });

  it('names every file it wrote and carries its classes, preprocessing and provenance', async () => {
    const { path, files, metadata } = await saveAndLoad(2, 64);
    for (const file of files) expect((await stat(join(path, file))).size).toBeGreaterThan(0);
    const json = JSON.parse(await readFile(join(path, 'model.json'), 'utf8')) as {
      userDefinedMetadata: unknown;
    };
    expect(json.userDefinedMetadata).toEqual(metadata);
  });
});
