import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WELL_KNOWN_ARTIFACTS } from '@bestiary/contracts/artifact';
import { EPOCH_METRICS } from '@bestiary/contracts/metric';
import { drawSampleSet } from '@bestiary/datasets/sample/draw-sample-set';
import { findTestData, NO_TEST_DATA } from '@bestiary/testing/test-data';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import { createApiClient } from '@bestiary/tracking/api-client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, endCommands, startCommand, weightFlags } from '../bestiary-process.test.ts';
import type { TrainReport } from './report.ts';

let server: TestServer;
let database: pg.Client;
let cwd: string;
let images: string;

beforeAll(async () => {
  buildCommand();
  server = await startTestServer();
  database = new pg.Client({ connectionString: server.databaseUrl });
  await database.connect();
  cwd = await mkdtemp(join(tmpdir(), 'train-'));
  images = join(cwd, 'images');
  await drawSampleSet(images, { count: 40 });
});
afterAll(async () => {
  endCommands();
  await database.end();
  await server.close();
  await rm(cwd, { recursive: true, force: true });
});

/** A training of a few seconds, whatever its other flags say. */
function startTrain(args: readonly string[], data = images) {
  const small = ['--data', data, '--image-size', '64', '--epochs', '3', '--server', server.url];
  return startCommand(['train', ...small, ...weightFlags(), ...args], { cwd });
}

async function train(args: readonly string[] = [], data = images): Promise<TrainReport> {
  const { status, stdout, stderr } = await startTrain([...args, '--json'], data).result;
  expect(status, stderr).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  return JSON.parse(stdout) as TrainReport;
}

const api = () => createApiClient(server.url);

async function countRuns(): Promise<number> {
  const { rows } = await database.query<{ count: string }>('SELECT count(*) FROM runs');
  return Number(rows[0]!.count);
}

async function pointsOf(runId: string): Promise<Record<string, number[]>> {
  const { rows } = await database.query<{ key: string; values: number[] }>(
    `SELECT key, array_agg(value ORDER BY step) AS values
     FROM points JOIN series ON series.id = series_id WHERE run_id = $1 GROUP BY key`,
    [runId],
  );
  return Object.fromEntries(rows.map(({ key, values }) => [key, values]));
}

async function confusionOf(runId: string, classes: number): Promise<number[][]> {
  const { rows } = await database.query<{ predicted: number; label: number; count: string }>(
    `SELECT predicted, label, count(*) FROM predictions WHERE run_id = $1 AND split = 'validation' GROUP BY 1, 2`,
    [runId],
  );
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const { predicted, label, count } of rows) confusion[predicted]![label] = Number(count);
  return confusion;
}

async function expectSameConfusion(report: TrainReport): Promise<void> {
  expect(await confusionOf(report.runId, report.dataset.classNames.length)).toEqual(report.final.confusion);
}

/** What the files of a run's model hold. */
async function modelHashes(runId: string): Promise<string[]> {
  const files = await api().artifacts.list.query({ runId });
  return files.filter(({ path }) => path.endsWith('.bin')).map(({ sha256 }) => sha256);
}

/** The figures that a report and the database must agree on. */
async function expectSameNumbers(report: TrainReport): Promise<void> {
  await expectSameConfusion(report);
  const points = await pointsOf(report.runId);
  for (const key of EPOCH_METRICS) expect(points[key]).toEqual(report.epochs.map((epoch) => epoch[key]));
  const last = report.epochs.at(-1)!;
  expect(report.final.accuracy).toBeCloseTo(last.val_accuracy, 12);
  expect(report.final.balancedAccuracy).toBeCloseTo(last.val_balanced_accuracy, 12);
}

describe('bestiary train', () => {
  it('makes of a folder a finished run with the same numbers in Postgres as in its JSON', async () => {
    const report = await train(['--name', 'first', '--tag', 'who=ada', '--tag', 'note=a=b']);
    expect(report).toMatchObject({
      status: 'finished',
      name: 'first',
      project: 'default',
      delivered: true,
      keptIn: null,
    });
    expect(report.counts).toMatchObject({ training: 32, validation: 8, skipped: 0 });
    await expectSameNumbers(report);

    const run = await api().runs.get.query({ id: report.runId });
    expect(run).toMatchObject({
      status: 'finished',
      seed: 123,
      dataset: { name: 'images' },
      tags: { who: 'ada', note: 'a=b' },
      params: { epochs: 3, batch_size: 1, image_size: 64, learning_rate: 1e-4 },
      environment: {
        backend: report.backend,
        weights: { source: 'file' },
        nodeVersion: process.versions.node,
      },
    });
    const files = (await api().artifacts.list.query({ runId: report.runId })).map((file) => file.path);
    const expected = Object.values(WELL_KNOWN_ARTIFACTS);
    expect(files).toEqual(
      expect.arrayContaining([...expected, 'model/images/1/model.json', 'plots/confusion-matrix.json']),
    );
    const { rows } = await database.query<{
      split: string;
      count: string;
      previews: string;
      measured: string;
    }>(
      `SELECT split, count(*), count(preview_sha256) AS previews, count(brightness + sharpness) AS measured
       FROM predictions JOIN images ON images.sha256 = image_sha256 WHERE run_id = $1 GROUP BY split ORDER BY split`,
      [report.runId],
    );
    expect(rows).toMatchObject([
      { split: 'training', count: '32', measured: '32' },
      { split: 'validation', count: '8', measured: '8', previews: '8' },
    ]);
    expect(await readdir(join(cwd, '.bestiary/wal'))).toEqual([]);
  });

  it('gives the same numbers again, bit for bit, from its own config.yaml and the cache', async () => {
    const first = await train(['--no-cache', '--seed', '7', '--batch-size', '4']);
    const { url } = await api().artifacts.downloadUrl.query({ runId: first.runId, path: 'config.yaml' });
    const file = join(cwd, 'again.yaml');
    const yaml = await (await fetch(new URL(url, server.url))).text();
    await writeFile(file, yaml.replace('cache: false', 'cache: true'));
    const flags = ['train', '--config', file, '--server', server.url, '--json'];
    for (const hits of [0, 40]) {
      await rmFeaturesWhen(hits === 0);
      const { stdout, stderr } = await startCommand(flags, { cwd }).result;
      const again = JSON.parse(stdout || stderr) as TrainReport;
      expect(again.epochs).toEqual(first.epochs);
      expect(again.final).toEqual(first.final);
      expect(again.dataset.manifestSha256).toBe(first.dataset.manifestSha256);
      expect(again.cache).toMatchObject({ hits, misses: 40 - hits });
    }
  });

  it('measures images again where their measures are lost, though their features are not', async () => {
    await train();
    const measures = join(cwd, 'cache/images');
    await rm(measures, { recursive: true });
    await database.query('UPDATE images SET brightness = NULL, perceptual_hash = NULL');
    expect((await train()).cache).toMatchObject({ hits: 40, misses: 0 });
    expect(await readdir(measures)).toHaveLength(1);
    const { rows } = await database.query('SELECT 1 FROM images WHERE brightness + sharpness IS NULL');
    expect(rows).toEqual([]);
  });

  it('trains on three classes', async () => {
    const three = join(cwd, 'three');
    await drawSampleSet(join(cwd, 'more'), { count: 30, seed: 8 });
    await mkdir(three);
    await cp(join(images, 'bear'), join(three, 'bear'), { recursive: true });
    await cp(join(images, 'dragon'), join(three, 'dragon'), { recursive: true });
    await cp(join(cwd, 'more', 'dragon'), join(three, 'wyrm'), { recursive: true });
    const report = await train([], three);
    expect(report.final.confusion).toHaveLength(3);
    expect(Object.keys(report.final.recall)).toEqual(['bear', 'dragon', 'wyrm']);
    await expectSameNumbers(report);
  });

  it('repeats a run from its id, bit for bit, and says so; other images are refused', async () => {
    const first = await train(['--optimizer', 'adamw', '--schedule', 'cosine', '--hidden', '8']);
    const flags = ['train', '--rerun', first.runId, '--server', server.url, '--json'];
    const { status, stdout, stderr } = await startCommand(flags, { cwd: tmpdir() }).result;
    expect(status, stderr).toBe(0);
    const again = JSON.parse(stdout) as TrainReport;
    expect(again.rerun).toEqual({ of: first.runId, identical: true });
    expect(again.epochs).toEqual(first.epochs);
    const { params, tags } = await api().runs.get.query({ id: again.runId });
    expect(params).toMatchObject({ optimizer: 'adamw', schedule: 'cosine', hidden: [8] });
    expect(tags).toMatchObject({ rerun_of: first.runId });

    const other = await startCommand([...flags, '--seed', '5'], { cwd }).result;
    expect(other.status).toBe(1);
    expect(other.stderr).toContain(`or their split are not those of run ${first.runId}`);
  });

  it('makes the same weights, bit for bit, of a cold cache, a warm one and a partly filled one', async () => {
    const most = join(cwd, 'most');
    await cp(images, most, { recursive: true });
    await rm(join(most, 'bear', (await readdir(join(most, 'bear')))[0]!));
    const native = ['--backend', 'tensorflow', '--cache-dir'];
    const [cold] = await Promise.all([train([...native, 'cold']), train([...native, 'partly'], most)]);
    const [warm, partly] = await Promise.all([train([...native, 'cold']), train([...native, 'partly'])]);
    expect([cold, warm, partly].map(({ cache }) => cache.misses)).toEqual([40, 0, 1]);
    const weights = await modelHashes(cold.runId);
    expect(weights.length).toBeGreaterThan(0);
    for (const { runId } of [warm, partly]) expect(await modelHashes(runId)).toEqual(weights);
  }, 180_000);

  it('keeps features of batches of any size apart, and notes that in the settings', async () => {
    const cache = ['--cache-dir', 'loose'];
    expect((await train([...cache, '--no-deterministic'])).cache.misses).toBe(40);
    expect((await train(cache)).cache.misses).toBe(40);
    const loose = await train([...cache, '--no-deterministic']);
    expect(loose.cache.misses).toBe(0);
    const { url } = await api().artifacts.downloadUrl.query({ runId: loose.runId, path: 'config.yaml' });
    expect(await (await fetch(new URL(url, server.url))).text()).toContain('deterministic: false');
  });

  it('of a grouped split keeps copies of a picture on one side, with other bytes too', async () => {
    const copied = join(cwd, 'copied');
    await cp(images, copied, { recursive: true });
    const originals = (await readdir(join(images, 'bear'))).slice(0, 8);
    for (const name of originals) {
      const jpeg = await readFile(join(images, 'bear', name));
      await writeFile(join(copied, 'bear', `copy-of-${name}`), Buffer.concat([jpeg, Buffer.alloc(9)]));
    }
    const { runId } = await train(['--split', 'grouped', '--epochs', '1'], copied);
    const { url } = await api().artifacts.downloadUrl.query({ runId, path: 'split.json' });
    const { validation } = (await (await fetch(new URL(url, server.url))).json()) as {
      validation: { path: string }[];
    };
    const validated = new Set(validation.map(({ path }) => path));
    expect(validated.size).toBeGreaterThan(5);
    for (const name of originals)
      expect(validated.has(`bear/copy-of-${name}`)).toBe(validated.has(`bear/${name}`));
  });

  it('cross-validates: every image is predicted by the head that did not see it', async () => {
    const report = await train(['--folds', '4']);
    const { folds, accuracy } = report.crossValidation!;
    expect(folds.map((fold) => fold.images)).toEqual([10, 10, 10, 10]);
    expect(accuracy.mean).toBeCloseTo(folds.reduce((sum, fold) => sum + fold.accuracy, 0) / 4, 12);
    expect(report.counts).toMatchObject({ training: 0, validation: 40 });
    await expectSameConfusion(report);
    const points = await pointsOf(report.runId);
    expect(points['fold_4/val_accuracy']).toHaveLength(3);
    expect(points['cv_accuracy']).toEqual([accuracy.mean]);
    const last = [1, 2, 3, 4].map((fold) => points[`fold_${fold}/val_accuracy`]!.at(-1)!);
    expect(folds.map((fold) => fold.accuracy)).toEqual(last);
    const files = (await api().artifacts.list.query({ runId: report.runId })).map((file) => file.path);
    expect(files.some((path) => path.startsWith('model/'))).toBe(false);
  });

  it('looks at a test folder once, at the end, and warns of images that it was trained on', async () => {
    const testData = join(cwd, 'test-images');
    await drawSampleSet(testData, { count: 20, seed: 9 });
    const clean = await train(['--test-data', testData, '--split', 'stratified']);
    expect(clean.counts).toMatchObject({ training: 32, validation: 8, test: 20 });
    const { rows } = await database.query<{ right: string }>(
      `SELECT count(*) FILTER (WHERE predicted = label) AS right FROM predictions WHERE run_id = $1 AND split = 'test'`,
      [clean.runId],
    );
    expect(clean.test!.accuracy).toBe(Number(rows[0]!.right) / 20);
    expect((await pointsOf(clean.runId))['test_accuracy']).toEqual([clean.test!.accuracy]);

    const leaky = await startTrain(['--test-data', images, '--json']).result;
    expect(leaky.status, leaky.stderr).toBe(0);
    expect(leaky.stderr).toContain('warning: 40 test images are also in the training folder');
  });

  it('trains on new views in each epoch, on a bank of views in turn, and stops early at the best epoch', async () => {
    const online = await train(['--augment', '--epochs', '2']);
    const plain = await train(['--epochs', '2']);
    expect(online.epochs[0]!.loss).not.toBe(plain.epochs[0]!.loss);
    expect((await train(['--augment', '--epochs', '2'])).epochs).toEqual(online.epochs);
    const bank = ['--augment', 'flip', '--augment-bank', '1', '--epochs', '2'];
    expect((await train(bank)).epochs).toEqual((await train(bank)).epochs);

    const early = ['--early-stopping', '1', '--restore-best', '--learning-rate', '0.5', '--epochs', '50'];
    const stopped = await train(early);
    expect(stopped.stoppedEarly).toBe(true);
    const losses = stopped.epochs.map((epoch) => epoch.val_loss);
    expect(losses.indexOf(Math.min(...losses)) + 1).toBe(stopped.restoredEpoch);
    expect(stopped.restoredEpoch).toBe(losses.length - 1);
    expect(stopped.final.accuracy).toBe(stopped.epochs[stopped.restoredEpoch! - 1]!.val_accuracy);
  });

  it('prints the figures for people without --json', async () => {
    const { status, stdout } = await startTrain([]).result;
    expect(status).toBe(0);
    expect(stdout).toMatch(/^accuracy +\d\.\d{4}/);
    expect(stdout).toContain('recall bear');
    expect(stdout).toContain(`${server.url}/runs/`);
  });
});

async function rmFeaturesWhen(yes: boolean): Promise<void> {
  if (yes) await rm(join(cwd, 'cache/features'), { recursive: true, force: true });
}

describe('bad images', () => {
  let mixed: string;
  beforeAll(async () => {
    mixed = join(cwd, 'mixed');
    await cp(images, mixed, { recursive: true });
    const good = await readFile(join(mixed, 'bear', (await readdir(join(mixed, 'bear')))[0]!));
    await writeFile(join(mixed, 'bear', 'empty.jpg'), '');
    await writeFile(join(mixed, 'bear', 'text.jpg'), 'no image at all');
    await writeFile(join(mixed, 'dragon', 'cut.jpg'), good.subarray(0, good.length / 2));
    await writeFile(join(mixed, 'dragon', 'really-a-jpeg.png'), good);
  });

  it('stop the run by name and reason before anything is written', async () => {
    const before = await countRuns();
    const { status, stdout, stderr } = await startTrain([], mixed).result;
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('4 of 44 images cannot be used');
    for (const line of ['bear/empty.jpg: empty', 'bear/text.jpg: not-an-image', 'dragon/cut.jpg: corrupt']) {
      expect(stderr).toContain(line);
    }
    expect(stderr).toContain('dragon/really-a-jpeg.png: mislabelled-extension');
    expect(stderr).toContain('--skip-bad');
    expect(stderr).not.toMatch(/^ +at /m);
    expect(await countRuns()).toBe(before);
  });

  it('are left out with --skip-bad, and the report says which', async () => {
    const report = await train(['--skip-bad'], mixed);
    expect(report.counts).toMatchObject({ training: 32, validation: 8, skipped: 4 });
    expect(report.skipped.map((image) => image.path)).toEqual([
      'bear/empty.jpg',
      'bear/text.jpg',
      'dragon/cut.jpg',
      'dragon/really-a-jpeg.png',
    ]);
  });
});

describe('bad input ends with one clear message and no run', () => {
  const folder = async (name: string, files: Record<string, string>) => {
    for (const [file, content] of Object.entries(files)) {
      await mkdir(join(cwd, name, file, '..'), { recursive: true });
      await writeFile(join(cwd, name, file), content);
    }
    return join(cwd, name);
  };

  it.each([
    ['a missing folder', ['--data', 'nowhere'], 1, 'there is no folder nowhere'],
    ['a file for a folder', ['--data', 'a-file'], 1, 'a-file is a file, not a folder'],
    ['a single class', ['--data', 'one-class'], 1, 'has a single class, "bear"'],
    ['an empty class', ['--data', 'empty-class'], 1, 'class "dragon" of empty-class has no images'],
    [
      'fewer images than the split needs',
      ['--data', 'few'],
      1,
      '2 images are too few for a validation split of 0.2',
    ],
    ['an unknown flag', ['--epoch', '3'], 2, "unknown option '--epoch'"],
    ['a word for a number', ['--epochs', 'many'], 2, "argument 'many' is invalid"],
    [
      'a number out of range',
      ['--epochs', '0'],
      2,
      '--epochs: expected a whole number from 1 to 100000, got 0',
    ],
    [
      'an unreachable server',
      ['--server', 'http://127.0.0.1:5099'],
      1,
      'no answer from http://127.0.0.1:5099',
    ],
    ['a server that is no URL', ['--server', 'somewhere'], 1, "'somewhere' is not the URL of a server"],
    ['a missing weights file', ['--weights', 'none.h5'], 1, 'there is no weights file none.h5'],
    ['a weights file of another kind', ['--weights', 'a-file'], 1, 'a-file is no HDF5 file'],
    ['weights of another width', ['--alpha', '1.4'], 1, 'has the shape ['],
    ['an unknown setting', ['--config', 'unknown.yaml'], 1, 'unknown setting batchsize'],
    ['a wrong setting', ['--config', 'wrong.yaml'], 1, 'wrong.yaml: dropout: expected a share'],
    [
      'a layer that the backbone does not have',
      ['--fine-tune-from', 'block_99'],
      1,
      'the backbone has no layer "block_99" to fine-tune from',
    ],
    ['folds of a fine-tuning', ['--folds', '3', '--fine-tune-from', '-9'], 2, '--fine-tune-from and --folds'],
    ['a run id that is none', ['--rerun', 'last'], 2, '--rerun: expected the id of a run, got "last"'],
    [
      'a run to repeat that is not there',
      ['--rerun', '019be2a0-0000-7000-8000-000000000000'],
      1,
      'there is no run 019be2a0-0000-7000-8000-000000000000\n',
    ],
    ['a tag without a value', ['--tag', 'lonely'], 2, 'Expected key=value'],
  ])('%s', async (_name, args, status, message) => {
    await folder('one-class', { 'bear/a.jpg': 'x' });
    await folder('empty-class', { 'bear/a.jpg': 'x', 'dragon/readme.txt': 'x' });
    await folder('few', { 'bear/a.jpg': 'x', 'dragon/b.jpg': 'x' });
    await folder('.', { 'a-file': 'x', 'unknown.yaml': 'batchsize: 3\n', 'wrong.yaml': 'dropout: 2\n' });
    const before = await countRuns();
    const result = await startTrain(args).result;
    expect(result.stderr).toContain(message);
    expect(result.status).toBe(status);
    expect(result.stdout).toBe('');
    expect(result.stderr).not.toMatch(/^ +at /m);
    expect(await countRuns()).toBe(before);
  });

  it('shows the stack with --debug', async () => {
    const { stderr } = await startTrain(['--data', 'nowhere', '--debug']).result;
    expect(stderr).toMatch(/^ +at /m);
  });
});

describe('a training that is interrupted', () => {
  /** A training that would take long, its run's id, once it has logged some epochs. */
  async function startLong(...args: string[]) {
    const command = startTrain(['--epochs', '100000', ...args]);
    const runId = await expect
      .poll(() => /\/runs\/([0-9a-f-]{36})/.exec(command.stderr())?.[1], { timeout: 30_000 })
      .toBeDefined()
      .then(() => /\/runs\/([0-9a-f-]{36})/.exec(command.stderr())![1]!);
    await expect
      .poll(async () => (await pointsOf(runId))['loss']?.length ?? 0, { timeout: 30_000 })
      .toBeGreaterThan(3);
    return { command, runId };
  }

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'is cancelled by %s, keeps its points, and ends with 130',
    async (signal) => {
      const { command, runId } = await startLong();
      command.process.kill(signal);
      const { status, stderr } = await command.result;
      expect(status).toBe(130);
      expect(stderr).toContain(`cancelled (${signal})`);
      expect((await api().runs.get.query({ id: runId })).status).toBe('cancelled');
      expect((await pointsOf(runId))['loss']!.length).toBeGreaterThan(3);
      expect(await readdir(join(cwd, '.bestiary/wal'))).toEqual([]);
    },
  );

  it('leaves at once at the second Ctrl-C, and keeps on disk what the server lacks', async () => {
    const { command, runId } = await startLong();
    await server.kill();
    command.process.kill('SIGINT');
    await expect.poll(() => command.stderr()).toContain('waiting up to 5 s');
    command.process.kill('SIGINT');
    expect((await command.result).status).toBe(130);
    await server.restart();
    const { stdout } = await startCommand(['sync', '--json'], { cwd }).result;
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ runId, outcome: 'sent' }] });
    expect((await api().runs.get.query({ id: runId })).status).toBe('cancelled');
  });

  it('says where it keeps everything when the server does not come back, and ends with 1', async () => {
    const { command, runId } = await startLong('--patience', '0', '--epochs', '3000');
    await server.kill();
    const { status, stdout } = await command.result;
    await server.restart();
    expect(status).toBe(1);
    expect(stdout).toContain(`What it lacks is kept in ${join(cwd, '.bestiary/wal', runId)}`);
    await startCommand(['sync'], { cwd }).result;
    expect((await api().runs.get.query({ id: runId })).status).toBe('finished');
    expect((await pointsOf(runId))['loss']).toHaveLength(3_000);
  });

  it('stops when its run is cancelled from elsewhere', async () => {
    const { command, runId } = await startLong();
    await api().runs.transition.mutate({ id: runId, status: 'cancelled' });
    expect((await command.result).status).toBe(130);
  });

  it('loses no epoch when the server is killed and restarted in the middle', async () => {
    const { command, runId } = await startLong();
    await server.kill();
    await sleep(1_000);
    await server.restart();
    await expect.poll(() => command.stderr(), { timeout: 15_000 }).toContain('is back after');
    command.process.kill('SIGINT');
    await command.result;
    const printed = [...command.stderr().matchAll(/^epoch +(\d+)\/100000 +loss (\S+)/gm)].map(
      (match) => match[2],
    );
    const { loss } = await pointsOf(runId);
    expect(loss!.map((value) => value.toFixed(4))).toEqual(printed);
  });

  it('is sent by `bestiary sync` when it was killed while the server was away', async () => {
    const { command, runId } = await startLong();
    await server.kill();
    await sleep(500);
    command.process.kill('SIGKILL');
    await command.result;
    await server.restart();
    const before = (await pointsOf(runId))['loss']!.length;
    const { status, stdout } = await startCommand(['sync', '--json'], { cwd }).result;
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ runId, outcome: 'sent', refused: 0 }] });
    expect((await pointsOf(runId))['loss']!.length).toBeGreaterThan(before);
  });

  it('is resumed from its checkpoint after a kill, and ends bit for bit like one that was never killed', async () => {
    const flags = ['--epochs', '40', '--augment', '--image-size', '32', '--hidden', '4', '--dropout', '0.5'];
    const command = startTrain([...flags, '--name', 'killed']);
    await expect.poll(() => command.stderr(), { timeout: 60_000 }).toContain('epoch  3/40');
    command.process.kill('SIGKILL');
    await command.result;
    const { rows } = await database.query<{ id: string }>(`SELECT id FROM runs WHERE name = 'killed'`);
    const runId = rows[0]!.id;
    const resume = ['train', '--resume', runId, '--server', server.url, '--json'];
    const resumed = await startCommand(resume, { cwd }).result;
    expect(resumed.status, resumed.stderr).toBe(0);
    const report = JSON.parse(resumed.stdout) as TrainReport;
    expect(report.runId).toBe(runId);
    expect(report.resumed!.afterEpoch).toBeGreaterThanOrEqual(2);
    expect(report.resumed!.afterEpoch).toBeLessThan(40);
    const whole = await train(flags);
    expect(report.epochs).toEqual(whole.epochs);
    expect(report.final).toEqual(whole.final);
    await expectSameNumbers(report);
    const models = await Promise.all([runId, whole.runId].map(modelHashes));
    expect(models[0]).toEqual(models[1]);

    const again = await startCommand(resume, { cwd }).result;
    expect(again.status).toBe(1);
    expect(again.stderr).toContain('there is no checkpoint');
  });

  it('is fine-tuned after the head, also when it was killed in between, and saves what it was tuned to', async () => {
    const flags = [
      '--fine-tune-from',
      '-12',
      '--fine-tune-epochs',
      '6',
      '--image-size',
      '32',
      '--epochs',
      '2',
    ];
    const command = startTrain([...flags, '--name', 'tuned']);
    await expect.poll(() => command.stderr(), { timeout: 60_000 }).toContain('epoch 4/8');
    command.process.kill('SIGKILL');
    await command.result;
    const { rows } = await database.query<{ id: string }>(`SELECT id FROM runs WHERE name = 'tuned'`);
    const runId = rows[0]!.id;
    const resume = ['train', '--resume', runId, '--server', server.url, '--json'];
    const resumed = await startCommand(resume, { cwd }).result;
    expect(resumed.status, resumed.stderr).toBe(0);
    const report = JSON.parse(resumed.stdout) as TrainReport;
    expect(report.resumed!.afterEpoch).toBeGreaterThanOrEqual(3);
    const whole = await train(flags);
    expect(report.epochs).toEqual(whole.epochs);
    expect(report.epochs).toHaveLength(8);
    await expectSameNumbers(report);
    const [models, untuned] = [
      await Promise.all([runId, whole.runId].map(modelHashes)),
      await modelHashes((await train(['--image-size', '32', '--epochs', '2'])).runId),
    ];
    expect(models[0]).toEqual(models[1]);
    expect(models[0]).not.toEqual(untuned);
  });

  it('goes on as a new run below it when it was ended with Ctrl-C', async () => {
    const command = startTrain(['--epochs', '5000', '--early-stopping', '4000', '--name', 'interrupted']);
    await expect.poll(() => command.stderr(), { timeout: 60_000 }).toContain('epoch    5/5000');
    command.process.kill('SIGINT');
    const { stderr } = await command.result;
    const runId = /train --resume (\S+)` goes on/.exec(stderr)![1]!;
    const flags = ['train', '--resume', runId, '--epochs', '200', '--server', server.url, '--json'];
    const resumed = await startCommand(flags, { cwd }).result;
    const report = JSON.parse(resumed.stdout || resumed.stderr) as TrainReport;
    const { afterEpoch } = report.resumed!;
    expect(report.epochs).toHaveLength(Math.max(200, afterEpoch));
    const run = await api().runs.get.query({ id: report.runId });
    expect(run).toMatchObject({ parentId: runId, tags: { resumed_from: runId }, status: 'finished' });
    await expectSameNumbers(report);
  });

  it('fails with epoch, hint and stack when the loss is no number', async () => {
    const { status, stderr } = await startTrain([
      '--learning-rate',
      '1e38',
      '--epochs',
      '50',
      '--name',
      'wild',
    ]).result;
    expect(status).toBe(1);
    expect(stderr).toMatch(/the loss became \S+ in epoch \d+/);
    const { rows } = await database.query<{
      status: string;
      error: { code: string; stack: string; hint: string };
    }>(`SELECT status, error FROM runs WHERE name = 'wild'`);
    expect(rows).toMatchObject([{ status: 'failed', error: { code: 'diverged' } }]);
    expect(rows[0]!.error.stack).toContain('head-training');
    expect(rows[0]!.error.hint).toContain('learning rate');
  });
});

describe('the flowers', () => {
  const data = findTestData();
  it.skipIf(data === undefined)(
    data === undefined ? NO_TEST_DATA : "are classified as well as by Keras, with the notebook's defaults",
    async () => {
      const folder = join(data!, 'images/flowers_daisy_dandelion');
      const args = ['train', '--data', folder, '--server', server.url, ...weightFlags(), '--json'];
      const { status, stdout, stderr } = await startCommand(args, { cwd }).result;
      expect(status, stderr).toBe(0);
      const report = JSON.parse(stdout) as TrainReport;
      expect(report.dataset.classNames).toEqual(['daisy', 'dandelion']);
      expect(report.counts).toMatchObject({ training: 508, validation: 126, skipped: 0 });
      expect(report.epochs).toHaveLength(20);
      expect(report.final.accuracy).toBeGreaterThan(0.84);
      expect(report.final.accuracy).toBeLessThan(0.96);
      await expectSameNumbers(report);
    },
  );
});
