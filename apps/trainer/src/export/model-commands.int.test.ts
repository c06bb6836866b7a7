import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawSampleSet } from '@bestiary/datasets/sample/draw-sample-set';
import { loadBackend } from '@bestiary/models/backend';
import { loadClassifier } from '@bestiary/models/classifier';
import { savedModelExporter } from '@bestiary/models/export/savedmodel/saved-model-exporter';
import { QUANTIZATIONS } from '@bestiary/models/quantize/quantization';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import { createApiClient } from '@bestiary/tracking/api-client';
import type * as TfjsNode from '@tensorflow/tfjs-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, endCommands, startCommand, weightFlags } from '../bestiary-process.test.ts';
import type { EvaluationReport } from '../evaluate/evaluation-report.ts';
import { findImages } from '../predict/find-images.ts';
import { predictImages } from '../predict/predict-images.ts';
import type { ImagePrediction } from '../predict/prediction-table.ts';
import type { TrainReport } from '../train/report.ts';
import type { AccuracyChange } from './measure-change.ts';

let server: TestServer;
let cwd: string;
let images: string;
let trained: TrainReport;

const bestiary = (...args: string[]) => startCommand(args, { cwd, env: { BESTIARY_URL: server.url } }).result;

/** Runs a command that must succeed and print one JSON object. */
async function json<T>(...args: string[]): Promise<T> {
  const { status, stdout, stderr } = await bestiary(...args, '--json');
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as T;
}

beforeAll(async () => {
  buildCommand();
  server = await startTestServer();
  cwd = await mkdtemp(join(tmpdir(), 'model-commands-'));
  images = join(cwd, 'images');
  await drawSampleSet(images, { count: 40 });
  const small = ['--image-size', '64', '--epochs', '3', ...weightFlags()];
  trained = await json<TrainReport>('train', '--data', images, ...small);
});
afterAll(async () => {
  endCommands();
  await server.close();
  await rm(cwd, { recursive: true, force: true });
});

describe('every command about models', () => {
  it.each(['export', 'predict', 'evaluate'])(
    '%s has help with an example and the option --json',
    async (name) => {
      const { status, stdout } = await bestiary(name, '--help');
      expect(status).toBe(0);
      expect(stdout).toContain(`Usage: bestiary ${name}`);
      expect(stdout).toMatch(/Examples?:\n {2}bestiary/);
      expect(stdout).toContain('--json');
    },
  );
});

interface QuantizedReport extends ExportReport {
  quantized: {
    kernels: Record<string, number>;
    size: { before: number; after: number };
    change: AccuracyChange;
  };
}

interface ExportReport {
  folder: string;
  version: number;
  files: string[];
  metadata: { threshold: number; provenance: { runId: string } };
}

describe('bestiary export', () => {
  it.each(['tfjs', 'savedmodel', 'keras', 'onnx'])("writes a run's model as %s", async (format) => {
    const report = await json<ExportReport>('export', trained.runId, '--format', format, '--out', format);
    expect(report.folder).toBe(join(format, 'images', '1'));
    for (const file of report.files)
      expect((await stat(join(cwd, report.folder, file))).size).toBeGreaterThan(0);
    expect(report.metadata.provenance.runId).toBe(trained.runId);
  });

  it('writes versions one after the other, and none twice', async () => {
    const place = ['--format', 'onnx', '--out', 'versions', '--name', 'bears'];
    const first = await json<ExportReport>('export', trained.runId, ...place);
    const second = await json<ExportReport>('export', trained.runId, ...place);
    expect([first.version, second.version]).toEqual([1, 2]);
    const { status, stderr } = await bestiary('export', trained.runId, ...place, '--version', '2');
    expect(status).toBe(1);
    expect(stderr).toContain(`${join('versions', 'bears', '2')} is there already`);
    expect(stderr).toContain('--version 3');
  });

  it('reads back what it wrote, and makes other formats of it', async () => {
    await json('export', trained.runId, '--format', 'tfjs', '--out', 'chain', '--name', 'a');
    const report = await json<ExportReport>('export', 'chain/a', '--format', 'onnx', '--out', 'chain');
    expect(report.folder).toBe(join('chain', 'a', '2'));
  });

  it.each([
    [['--format', 'onnx', '--quantize', 'uint8'], 'onnx models keep their weights'],
    [['--format', 'tensorrt'], 'Allowed choices are tfjs, savedmodel, keras, onnx'],
    [['--format', 'onnx', '--version', '0'], 'whole numbers from 1 on'],
    [['--format', 'tfjs', '--quantize', 'uint8', '--max-change', '-1'], 'Expected a number from 0 on'],
    [['--format', 'onnx', '--name', '../up'], '../up'],
  ])('refuses %j with status 2', async (flags, message) => {
    const { status, stderr } = await bestiary('export', trained.runId, '--out', 'refused', ...flags);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  it('says that a run has no model, and that a run is not there', async () => {
    const api = createApiClient(server.url);
    const id = '0190b3c1-7a8e-7c3b-9d20-5f6a7b8c9d0e';
    const absent = await bestiary('export', id, '--format', 'onnx', '--out', 'none');
    expect(absent).toMatchObject({ status: 1, stderr: expect.stringContaining(`no run ${id}`) as string });
    const { projectId } = await api.runs.get.query({ id: trained.runId });
    await api.runs.create.mutate({ id, projectId, name: 'empty' });
    const empty = await bestiary('export', id, '--format', 'onnx', '--out', 'none');
    expect(empty).toMatchObject({ status: 1, stderr: expect.stringContaining('has no model') as string });
  });

  it('mends a copy of a model that is damaged in the cache', async () => {
    const cached = join(cwd, 'cache', 'models', trained.runId);
    await json('export', trained.runId, '--format', 'onnx', '--out', 'mended');
    const shard = (await readdir(cached)).find((name) => name.endsWith('.bin'))!;
    await truncate(join(cached, shard), 1000);
    await json('export', trained.runId, '--format', 'onnx', '--out', 'mended');
  });

  const quantizing = (type: string, ...more: string[]) =>
    json<QuantizedReport>(
      'export',
      ...[trained.runId, '--format', 'tfjs', '--out', type, '--quantize', type, ...more],
    );

  it.each(QUANTIZATIONS)(
    "with %s weights keeps every probability to 1e-3 of the run's own, and says what it cost",
    async (type) => {
      const { folder, quantized } = await quantizing(type);
      const { change, size, kernels } = quantized;
      expect(change).toMatchObject({ images: trained.counts.validation, drawnBecause: null });
      expect(change.accuracy!.before).toBe(trained.final.accuracy);
      expect(change.largestDifference).toBeLessThanOrEqual(1e-3);
      expect(size.after).toBeLessThan(size.before);
      expect(Object.values(kernels).reduce((a, b) => a + b, 0)).toBeGreaterThan(5);
      const { predictions } = await json<PredictReport>('predict', '--model', folder, images);
      const stored = await createApiClient(server.url).predictions.gallery.query({ runId: trained.runId });
      expect(stored.images).toHaveLength(change.images);
      for (const { path, probabilities } of stored.images) {
        const found = predictions.find((prediction) => prediction.path.endsWith(path))!;
        Object.values(found.probabilities).forEach((p, c) =>
          expect(Math.abs(p - probabilities[c]!)).toBeLessThan(1e-3 + 1e-5),
        );
      }
    },
  );

  it('with --max-change any stores every large kernel in a byte', async () => {
    const { quantized } = await quantizing('uint8', '--max-change', 'any');
    expect(Object.keys(quantized.kernels)).toEqual(['uint8']);
    const tight = await quantizing('uint8', '--max-change', '1e-6');
    expect(tight.quantized.change.largestDifference).toBeLessThanOrEqual(1e-6);
    expect(tight.quantized.size.after).toBeGreaterThan(quantized.size.after);
  });

  it('prints size, accuracy and change', async () => {
    const flags = ['--format', 'tfjs', '--out', 'printed', '--quantize', 'float16'];
    const { stdout } = await bestiary('export', trained.runId, ...flags);
    expect(stdout).toMatch(/\d\.\d\d MB → \d\.\d\d MB; large kernels: \d+ as float16/);
    expect(stdout).toMatch(
      /accuracy [01]\.\d{4} → [01]\.\d{4} on \d+ validation images; probabilities changed/,
    );
  });

  it('measures on drawn pictures where the validation images are not to be had, and says so', async () => {
    const { folder } = await json<ExportReport>(
      'export',
      ...[trained.runId, '--format', 'tfjs', '--out', 'alone'],
    );
    const gone = ['--server', 'http://127.0.0.1:9'];
    const flags = ['--format', 'tfjs', '--out', 'drawn', '--quantize', 'float16', ...gone];
    const { status, stdout } = await bestiary('export', folder, ...flags);
    expect(status).toBe(0);
    expect(stdout).toMatch(/by \S+ at most, of 32 drawn pictures/);
    expect(stdout).toMatch(/accuracy not measured: .*127\.0\.0\.1:9/);
  });
});

interface PredictReport {
  predictions: ImagePrediction[];
  bad: { path: string; kind: string }[];
}

describe('bestiary predict', () => {
  it('gives the probabilities that the run has stored', async () => {
    const { predictions } = await json<PredictReport>('predict', '--model', trained.runId, images);
    const stored = await createApiClient(server.url).predictions.gallery.query({ runId: trained.runId });
    expect(stored.total).toBe(trained.counts.validation);
    for (const { path, probabilities } of stored.images) {
      const found = predictions.find((prediction) => prediction.path.endsWith(path))!;
      Object.values(found.probabilities).forEach((p, c) =>
        expect(Math.abs(p - probabilities[c]!)).toBeLessThan(1e-5),
      );
    }
  });

  it('decides by the threshold that is saved with the run, and so does what is exported of it', async () => {
    const api = createApiClient(server.url);
    const bears = (predictions: ImagePrediction[]) =>
      predictions.filter(({ predicted }) => predicted === 'bear').length;
    await api.runs.update.mutate({ id: trained.runId, tags: { threshold: '0', threshold_class: 'bear' } });
    try {
      const { predictions } = await json<PredictReport>('predict', '--model', trained.runId, images);
      expect(bears(predictions)).toBe(predictions.length);
      const evaluated = await json<EvaluationReport>('evaluate', '--model', trained.runId, '--data', images);
      expect((await api.runs.get.query({ id: evaluated.runId })).tags).toMatchObject({
        threshold: '0',
        threshold_class: 'bear',
      });
      const { metadata } = await json<ExportReport>(
        'export',
        ...[trained.runId, '--format', 'tfjs', '--out', 'decided'],
      );
      expect(metadata.threshold).toBe(1);
    } finally {
      await api.runs.update.mutate({ id: trained.runId, tags: { threshold: null, threshold_class: null } });
    }
    const { predictions } = await json<PredictReport>('predict', '--model', trained.runId, images);
    expect(bears(predictions)).toBeLessThan(predictions.length);
  });

  it('prints a row an image, names what cannot be used, and then ends with status 1', async () => {
    const [bear] = await readdir(join(images, 'bear'));
    await writeFile(join(cwd, 'notes.png'), 'no picture');
    const good = join('images', 'bear', bear!);
    const { status, stdout, stderr } = await bestiary('predict', '--model', trained.runId, good, 'notes.png');
    expect(status).toBe(1);
    expect(stdout).toMatch(new RegExp(`^${good.replaceAll('.', '\\.')}  (bear|dragon) +0\\.\\d{4}\n$`));
    expect(stderr).toContain('notes.png: not-an-image');
  });

  it('refuses a path that is not there, a folder without images, and no image at all', async () => {
    await mkdir(join(cwd, 'empty'), { recursive: true });
    const model = ['predict', '--model', trained.runId];
    expect(await bestiary(...model, 'gone.jpg')).toMatchObject({ status: 1, stdout: '' });
    expect(await bestiary(...model, 'empty')).toMatchObject({ status: 1, stdout: '' });
    expect(await bestiary(...model)).toMatchObject({ status: 2, stdout: '' });
  });
});

describe('bestiary evaluate', () => {
  it('on the validation images finds what the training found, as a run below it', async () => {
    const report = await json<EvaluationReport>(
      'evaluate',
      ...['--model', trained.runId, '--data', images, '--split', 'validation'],
    );
    expect(report.final).toEqual(trained.final);
    const api = createApiClient(server.url);
    const run = await api.runs.get.query({ id: report.runId });
    expect(run).toMatchObject({
      status: 'finished',
      parentId: trained.runId,
      projectName: trained.project,
      tags: { evaluates: trained.runId },
      metrics: { test_accuracy: trained.final.accuracy },
    });
    const stored = await api.predictions.evaluation.query({ runId: report.runId, split: 'test' });
    expect(stored.confusion).toEqual(report.final.confusion);
    const files = await api.artifacts.list.query({ runId: report.runId });
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['plots/confusion-matrix.svg', 'plots/confusion-matrix.json', 'console.log']),
    );
  });

  it('of an exported model counts every image of a folder, and prints the matrix', async () => {
    const model = await json<ExportReport>('export', trained.runId, '--format', 'tfjs', '--out', 'local');
    const { status, stdout } = await bestiary('evaluate', '--model', model.folder, '--data', images);
    expect(status).toBe(0);
    expect(stdout).toMatch(/accuracy +\d\.\d{4} {3}\(40 images, probability ≥ 0\.5\)/);
    expect(stdout).toMatch(/predicted \\ label +bear +dragon/);
  });

  it('refuses folders that are not the classes, naming them', async () => {
    const other = join(cwd, 'other');
    const [bear] = await readdir(join(images, 'bear'));
    for (const name of ['bear', 'wolf']) {
      await mkdir(join(other, name), { recursive: true });
      await copyFile(join(images, 'bear', bear!), join(other, name, bear!));
    }
    const { status, stderr } = await bestiary('evaluate', '--model', trained.runId, '--data', other);
    expect(status).toBe(1);
    expect(stderr).toContain('it knows no "wolf"; there is no folder "dragon"');
  });
});

describe('a SavedModel that takes files', () => {
  it.each(['stretch', 'crop', 'pad'] as const)(
    'prepares them by %s as the trainer does, and predicts the same to 1e-5',
    async (resize) => {
      const { folder } = await json<ExportReport>(
        'export',
        trained.runId,
        '--format',
        'tfjs',
        '--out',
        resize,
      );
      const own = await loadClassifier(join(cwd, folder));
      const preprocessing = { ...own.metadata.preprocessing, resize };
      const classifier = { ...own, metadata: { ...own.metadata, preprocessing } };
      const saved = await mkdtemp(join(cwd, 'saved-'));
      await savedModelExporter.write(saved, classifier);

      const files = (await findImages([images])).slice(0, 6);
      const { signal } = new AbortController();
      const quiet = { signal, onProgress: () => undefined, onWarning: () => undefined };
      const expected = await predictImages(classifier, files, quiet);
      expect(expected.bad).toEqual([]);
      await loadBackend('tensorflow');
      const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node') as typeof TfjsNode;
      const model = await tf.node.loadSavedModel(saved, ['serve'], 'serving_bytes');
      const bytes = await Promise.all(files.map(async ({ file }) => new Uint8Array(await readFile(file))));
      const { probabilities } = model.predict({ bytes: tf.tensor1d(bytes, 'string') }) as {
        probabilities: TfjsNode.Tensor;
      };
      const found = await probabilities.data();
      expect(found.length).toBe(expected.probabilities.length);
      expected.probabilities.forEach((p, i) => expect(Math.abs(found[i]! - p)).toBeLessThan(1e-5));
    },
  );
});
