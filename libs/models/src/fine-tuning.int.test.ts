import { describe, expect, it } from 'vitest';
import { loadBackend } from './backend.ts';
import { formulaImages } from './fine-tuning-pictures.test.ts';
import { FineTuning, type FineTuningOptions } from './fine-tuning.ts';
import { foldGraph } from './folded-graph.ts';
import { formulaWeights } from './formula-weights.test.ts';
import { newHead } from './head.ts';
import { kerasBackbones } from './keras-backbone-fixture.test.ts';
import { mobileNetV2 } from './mobilenet-v2.ts';
import { newOptimizer } from './new-optimizer.ts';
import { tfjsBackbone } from './tfjs-backbone.ts';
import { decodeSnapshot, encodeSnapshot } from './training-snapshot.ts';
import { type EpochFigures } from './training-state.ts';
import { type WeightMap } from './weight-map.ts';

const SIZE = 32;
const spec = mobileNetV2(0.35, SIZE);
// with statistics that keep activations in bounds, so that there is something to learn
const weights = formulaWeights(
  spec,
  kerasBackbones().find((keras) => keras.spec.name === spec.name)!.factors,
);
const images = formulaImages(SIZE, 10, 3);
const judged = formulaImages(SIZE, 4, 3);

/** Of what the frozen layers make of four images: one pixel of 336 channels each. */
const BYTES_OF_FOUR = 4 * 336 * 4;

const defaults: FineTuningOptions = {
  from: 'block_16_depthwise',
  epochs: 3,
  batchSize: 4,
  dropout: 0.2,
  seed: 5,
  restoreBest: false,
};

function begin(options: Partial<FineTuningOptions> = {}, snapshot?: Uint8Array): Promise<FineTuning> {
  return FineTuning.begin(
    spec,
    weights,
    newHead(1280, 3, 2, [8]),
    (count) => newOptimizer('adam', count, { learningRate: 3e-3 }),
    { ...defaults, ...options },
    snapshot && decodeSnapshot(snapshot),
  );
}

async function train(tuning: FineTuning): Promise<EpochFigures[]> {
  const figures: EpochFigures[] = [];
  while (!tuning.done) figures.push(await tuning.nextEpoch(images, judged));
  tuning.finish();
  return figures;
}

/** The layers some of whose arrays differ. */
function changedLayers(a: WeightMap, b: WeightMap): string[] {
  return [...a.keys()].filter((layer) =>
    [...a.get(layer)!].some(([name, { data }]) =>
      data.some((x, i) => x !== b.get(layer)!.get(name)!.data[i]),
    ),
  );
}

describe('fine-tuning', () => {
  it('lowers the loss with every small step down the slope of all images', async () => {
    const tuning = await FineTuning.begin(
      spec,
      weights,
      newHead(1280, 3, 2),
      (count) => newOptimizer('sgd', count, { learningRate: 1e-3 }),
      { ...defaults, epochs: 8, batchSize: 10, dropout: 0 },
    );
    const losses = (await train(tuning)).map(({ loss }) => loss);
    losses.slice(1).forEach((loss, i) => expect(loss).toBeLessThan(losses[i]! - 1e-4));
    tuning.dispose();
  });

  it('changes the layers from the one named on, and nothing below nor any statistic', async () => {
    const tuning = await begin();
    await train(tuning);
    expect(changedLayers(weights, tuning.weights())).toEqual([
      'block_16_depthwise',
      'block_16_depthwise_BN',
      'block_16_project',
      'block_16_project_BN',
      'Conv_1',
      'Conv_1_bn',
    ]);
    expect(tuning.weights().get('Conv_1_bn')!.get('moving_mean')).toEqual(
      weights.get('Conv_1_bn')!.get('moving_mean'),
    );
    tuning.dispose();
  });

  it('gives weights that, folded, make the features that it went on with', async () => {
    const tuning = await begin({ epochs: 1 });
    await train(tuning);
    const backbone = tfjsBackbone(spec, foldGraph(spec, tuning.weights()), await loadBackend('tensorflow'));
    const folded = await backbone.features(await images.read(Int32Array.from({ length: 10 }, (_, i) => i)));
    const ours = await tuning.features(images);
    expect(folded).toHaveLength(ours.length);
    ours.forEach((x, i) => expect(Math.abs(x - folded[i]!)).toBeLessThan(1e-4));
    backbone.dispose();
    tuning.dispose();
  });

  it('can train every layer', async () => {
    const tuning = await begin({ from: 0, epochs: 1 });
    await train(tuning);
    expect(changedLayers(weights, tuning.weights())).toEqual([...weights.keys()]);
    tuning.dispose();
  });

  it.each([
    ['keeping what the frozen layers make of all images', {}],
    ['keeping some', { keptBytes: BYTES_OF_FOUR }],
    [
      'with early stopping and the best epoch',
      { earlyStopping: { metric: 'val_loss', patience: 1 }, restoreBest: true },
    ],
  ] as const)('ends with the very same numbers when killed after whichever epoch: %s', async (_, options) => {
    const whole = await begin(options);
    const figures = await train(whole);
    const end = encodeSnapshot(whole.snapshot());
    for (let killed = 0; killed < figures.length; killed++) {
      const first = await begin(options);
      for (let epoch = 0; epoch < killed; epoch++) await first.nextEpoch(images, judged);
      const second = await begin(options, encodeSnapshot(first.snapshot()));
      // other objects with the same pixels, as a new process has them
      const rest: EpochFigures[] = [];
      const [again, judgedAgain] = [formulaImages(SIZE, 10, 3), formulaImages(SIZE, 4, 3)];
      while (!second.done) rest.push(await second.nextEpoch(again, judgedAgain));
      second.finish();
      expect(rest).toEqual(figures.slice(killed));
      expect(Buffer.from(encodeSnapshot(second.snapshot())).equals(end)).toBe(true);
      first.dispose();
      second.dispose();
    }
    whole.dispose();
  });

  it('reads images that stay the same once, as many as there is room for, and views that change in every epoch', async () => {
    const counted = (constant: boolean): { reads: number[] } & typeof images => {
      const reads: number[] = [];
      const source = formulaImages(SIZE, 10, 3, constant);
      return { ...source, reads, read: (rows) => (reads.push(...rows), source.read(rows)) };
    };
    const all = Array.from({ length: 10 }, (_, i) => i);
    const ascending = (rows: number[]): number[] => rows.toSorted((a, b) => a - b);

    const roomy = await begin();
    const [constant, changing, validation] = [counted(true), counted(false), counted(true)];
    for (const training of [constant, constant, changing]) await roomy.nextEpoch(training, validation);
    expect([constant.reads, ascending(changing.reads), validation.reads]).toEqual([all, all, all]);
    roomy.dispose();

    const narrow = await begin({ keptBytes: BYTES_OF_FOUR });
    const [partly, never] = [counted(true), counted(true)];
    for (let epoch = 0; epoch < 2; epoch++) await narrow.nextEpoch(partly, never);
    expect(ascending(partly.reads)).toEqual([0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9]);
    expect(never.reads).toEqual([...all, ...all]);
    narrow.dispose();
  });

  it('is as it was after the last good epoch when one is cancelled, can not be read or diverges', async () => {
    const tuning = await begin();
    await tuning.nextEpoch(images, judged);
    const before = encodeSnapshot(tuning.snapshot());
    const stop = new AbortController();
    const torn = formulaImages(SIZE, 10, 3, false);
    const stopping = {
      ...torn,
      read: (rows: Int32Array) => {
        stop.abort(new Error('cancelled'));
        return torn.read(rows);
      },
    };
    await expect(tuning.nextEpoch(stopping, judged, stop.signal)).rejects.toThrow('cancelled');
    let reads = 0;
    const unreadable = {
      ...torn,
      read: (rows: Int32Array) => (++reads > 1 ? Promise.reject(new Error('no such file')) : torn.read(rows)),
    };
    await expect(tuning.nextEpoch(unreadable, judged)).rejects.toThrow('no such file');
    const broken = {
      ...torn,
      read: async (rows: Int32Array) => (await torn.read(rows)).fill(Number.NaN),
    };
    await expect(tuning.nextEpoch(broken, judged)).rejects.toThrow(/the loss became NaN in epoch 2/);
    expect(Buffer.from(encodeSnapshot(tuning.snapshot())).equals(before)).toBe(true);
    tuning.dispose();
  });

  it('leaves no tensors behind', async () => {
    const { tf } = await loadBackend('tensorflow');
    const before = tf.memory().numTensors;
    const tuning = await begin({ epochs: 2 });
    const held = tf.memory().numTensors;
    await train(tuning);
    expect(tf.memory().numTensors).toBe(held);
    tuning.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
