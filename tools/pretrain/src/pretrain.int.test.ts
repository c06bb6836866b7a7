import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { foldGraph } from '@bestiary/models/folded-graph';
import { loadBackend } from '@bestiary/models/backend';
import { readKerasWeights } from '@bestiary/models/keras-weight-file';
import { weightTable } from '@bestiary/models/layer-graph';
import { mobileNetV2 } from '@bestiary/models/mobilenet-v2';
import { tfjsBackbone } from '@bestiary/models/tfjs-backbone';
import { TrainableGraph } from '@bestiary/models/trainable-graph';
import { checkWeights, weightOf } from '@bestiary/models/weight-map';
import tf from '@tensorflow/tfjs-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calibratedWeights } from './calibrate.ts';
import { readCheckpoint, type RunSettings, writeCheckpoint } from './checkpoint.ts';
import { writeKerasWeights } from './keras-weight-writer.ts';
import { drawBatch, type PictureBatch } from './picture-batch.ts';
import { TRAINING_VOCABULARY } from './task.ts';
import { ALPHA, imagesOf, initialState, Trainer } from './trainer.ts';

const MAX_BYTES = 2_000_000;
const root = fileURLToPath(new URL('../../../', import.meta.url));
const bundled = join(root, 'libs/models/weights/mobilenet_v2_0.35_procedural.h5');
const settings: RunSettings = {
  seed: 1,
  steps: 4,
  size: 64,
  batchSize: 8,
  learningRate: 0.002,
  weightDecay: 0.01,
};
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bestiary-pretrain-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function batchAt(step: number, count = 8): PictureBatch {
  return drawBatch({
    seed: 1,
    first: step * count,
    count,
    size: 64,
    vocabulary: TRAINING_VOCABULARY,
    sceneShare: 0.5,
  });
}

describe('training', () => {
  test('lowers the loss on pictures that it sees again', () => {
    const trainer = new Trainer(initialState(1));
    const losses = Array.from({ length: 20 }, () => trainer.train(batchAt(0), settings).loss);
    trainer.dispose();
    expect(losses.at(-1)).toBeLessThan(0.6 * losses[0]!);
  });

  test('goes on from a checkpoint as if it had not stopped', async () => {
    const whole = new Trainer(initialState(1));
    for (let step = 0; step < 4; step++) whole.train(batchAt(step), settings);

    const path = join(folder, 'half.checkpoint');
    const half = new Trainer(initialState(1));
    for (let step = 0; step < 2; step++) half.train(batchAt(step), settings);
    await writeCheckpoint(path, settings, half.state());
    const read = await readCheckpoint(path);
    expect(read.settings).toEqual(settings);
    const resumed = new Trainer(read.state);
    for (let step = 2; step < 4; step++) resumed.train(batchAt(step), settings);

    const [a, b] = [whole.state(), resumed.state()];
    expect(b.step).toBe(4);
    const difference = a.parameters.map((value, i) => Math.abs(value - b.parameters[i]!));
    expect(difference.reduce((most, value) => Math.max(most, value), 0)).toBeLessThan(1e-3);
    for (const trainer of [whole, half, resumed]) trainer.dispose();
  });

  test('leaves no tensors behind', () => {
    const trainer = new Trainer(initialState(1));
    trainer.train(batchAt(0), settings);
    const before = tf.memory().numTensors;
    trainer.train(batchAt(1), settings);
    expect(tf.memory().numTensors).toBe(before);
    trainer.dispose();
  });

  test('refuses a checkpoint that was cut short', async () => {
    const path = join(folder, 'cut.checkpoint');
    await writeCheckpoint(path, settings, initialState(1));
    await truncate(path, 100_000);
    await expect(readCheckpoint(path)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('the weights file', () => {
  test('gives back every array through the reader of the product, in at most 2 MB', async () => {
    const graph = mobileNetV2(ALPHA, 64);
    const weights = calibratedWeights(initialState(3).parameters, { size: 64, pictures: 64, seed: 3 });
    const path = join(folder, 'written.h5');
    await writeKerasWeights(path, graph, weights);
    const read = await readKerasWeights(path);
    checkWeights(graph, read, path);
    for (const { layer, name } of weightTable(graph)) {
      expect(weightOf(read, layer, name)).toEqual(weightOf(weights, layer, name));
    }
    expect((await stat(path)).size).toBeLessThanOrEqual(MAX_BYTES);
  });

  test('gives the product the features that training measured it on: batch norm in inference mode agrees', async () => {
    const spec = mobileNetV2(ALPHA, 64);
    const state = initialState(3);
    const weights = calibratedWeights(state.parameters, { size: 64, pictures: 512, seed: 3 });
    const pictures = batchAt(0, 32);
    const backbone = tfjsBackbone(spec, foldGraph(spec, weights), await loadBackend());
    const features = await backbone.features(Float32Array.from(pictures.pixels));
    const tensors = new Map(
      [...weights].flatMap(([layer, arrays]) =>
        [...arrays].map(
          ([name, { shape, data }]) => [`${layer}/${name}`, tf.tensor(data, [...shape])] as const,
        ),
      ),
    );
    const output = new TrainableGraph(tf)
      .run(spec, tensors, imagesOf(pictures), { kind: 'infer' })
      .get(spec.layers.at(-1)!.name)!;
    const expected = output.dataSync();
    const difference = features.map((value, i) => Math.abs(value - expected[i]!));
    expect(difference.reduce((most, value) => Math.max(most, value), 0)).toBeLessThan(1e-3);
  });

  test('in the repository is whole, fits the backbone and has at most 2 MB', async () => {
    checkWeights(mobileNetV2(ALPHA, 160), await readKerasWeights(bundled), bundled);
    expect((await stat(bundled)).size).toBeLessThanOrEqual(MAX_BYTES);
  });
});

describe('the command', () => {
  const run = (...args: string[]): Promise<{ stdout: string }> =>
    promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--conditions=@bestiary/source', 'tools/pretrain/src/main.ts', ...args],
      { cwd: root },
    );

  test('trains, says so, and goes on from where it was', async () => {
    const out = join(folder, 'trained.h5');
    const small = ['--steps', '2', '--batch-size', '4', '--size', '64', '--out', out];
    const { stdout } = await run(...small);
    expect(stdout).toContain(`step 2: wrote ${out}`);
    checkWeights(mobileNetV2(ALPHA, 64), await readKerasWeights(out), out);
    const before = await readFile(out);
    await run('--resume', ...small);
    expect((await readKerasWeights(out)).size).toBeGreaterThan(0);
    expect((await readFile(out)).length).toBe(before.length);
  });

  test('names a flag that it does not know and exits with 2', async () => {
    await expect(run('--epochs', '3')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--epochs') as string,
    });
  });

  test('explains itself', async () => {
    expect((await run('--help')).stdout).toContain('npx tsx tools/pretrain/src/main.ts');
  });
});
