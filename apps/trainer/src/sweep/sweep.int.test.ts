import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawSampleSet } from '@bestiary/datasets/sample/draw-sample-set';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import { createApiClient } from '@bestiary/tracking/api-client';
import { SweepClient } from '@bestiary/tracking/sweep-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, endCommands, startCommand, weightFlags } from '../bestiary-process.test.ts';

let server: TestServer;
let sweeps: SweepClient;
let cwd: string;
let images: string;

beforeAll(async () => {
  buildCommand();
  server = await startTestServer();
  sweeps = new SweepClient(server.url);
  cwd = await mkdtemp(join(tmpdir(), 'sweep-'));
  images = join(cwd, 'images');
  await drawSampleSet(images, { count: 40 });
});
afterAll(async () => {
  endCommands();
  await server.close();
  await rm(cwd, { recursive: true, force: true });
});

const WAIT = { timeout: 60_000, interval: 50 };

function start(...args: string[]) {
  return startCommand([...args, '--server', server.url], { cwd });
}

async function succeed<T>(...args: string[]): Promise<T> {
  const { status, stdout, stderr } = await start(...args, '--json').result;
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as T;
}

/** Writes a description; what all trials have in common is given by {@link common}. */
async function describeSweep(name: string, text: string): Promise<string> {
  const path = join(cwd, `${name}.yaml`);
  await writeFile(
    path,
    `name: ${name}\nproject: ${name}\n${text}\nobjective: { metric: val_loss, goal: min }\n`,
  );
  return path;
}

/** Trainings of some tenths of a second. */
function common(): string[] {
  const [, weights, , alpha] = weightFlags();
  const width = alpha === undefined ? [] : [`alpha=${alpha}`];
  return ['--data', images, '--weights', weights!, '--set', 'image_size=64', ...width];
}

const GRID = `space:
  learning_rate: { type: categorical, choices: [0.0001, 0.001, 0.01] }
  batch_size: { type: ordinal, values: [4, 16] }
  epochs: 4
budget: { trials: 6 }
sampler: grid`;

/** More epochs than anybody waits for. */
const ENDLESS = `space: { epochs: 100000, batch_size: { type: ordinal, values: [1, 2] } }
budget: { trials: 2 }
sampler: grid`;

describe('bestiary sweep run', () => {
  it('trains every trial as a run of its own, judged on images that none has seen, and the best once more on all', async () => {
    const file = await describeSweep('grid', GRID);
    const { sweep } = await succeed<{ sweep: { id: string } }>(
      ...['sweep', 'run', file, ...common(), '--concurrency', '2', '--holdout', '0.2'],
    );
    const ended = await sweeps.get(sweep.id);
    expect(ended).toMatchObject({ status: 'finished', counts: { finished: 6 } });

    const { trials } = await sweeps.trials(sweep.id);
    const api = createApiClient(server.url);
    const { runs } = await api.runs.list.query({ where: `tags.sweep = '${sweep.id}'` });
    expect(runs.map(({ tags }) => Number(tags['trial'])).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    for (const run of runs) {
      const trial = trials.find(({ runId }) => runId === run.id)!;
      expect(run.status).toBe('finished');
      expect(run.tags['trial']).toBe(String(trial.number));
      expect(run.metrics['val_loss']).toBe(trial.values![0]);
      expect(run.metrics).toHaveProperty('test_accuracy');
    }
    expect(new Set(runs.map(({ dataset }) => dataset!.id)).size).toBe(1);

    const final = await succeed<{ runId: string; counts: object }>('sweep', 'finalize', sweep.id);
    expect(final.counts).toMatchObject({ training: 32, validation: 0, test: 8 });
    const candidate = await api.runs.get.query({ id: final.runId });
    expect(candidate).toMatchObject({
      status: 'finished',
      tags: { candidate: 'true', sweep: sweep.id, trial: String(ended.best[0]!.number) },
      params: { learning_rate: ended.best[0]!.params['learning_rate'], validation_split: 0 },
    });
    expect(candidate.metrics).toHaveProperty('test_accuracy');
    expect(candidate.metrics).not.toHaveProperty('val_loss');
    expect((await sweeps.get(sweep.id)).finalRunId).toBe(final.runId);
  });

  it('means repeats and folds, and keeps the curve of what is pruned', async () => {
    const file = await describeSweep(
      'pruned',
      // nobody waits for the pruner's word: a trial that ended before it would have finished
      `${GRID.replace('epochs: 4', 'epochs: 100000')}\nrepeats: 2\nfolds: 2\npruner: { type: threshold, upper: 0 }`,
    );
    const { sweep } = await succeed<{ sweep: { id: string } }>(
      ...['sweep', 'run', file, ...common(), '--concurrency', '1', '--set', 'dropout=0.1'],
    );
    const ended = await sweeps.get(sweep.id);
    expect(ended.counts).toMatchObject({ pruned: 6, finished: 0 });
    const { runs } = await createApiClient(server.url).runs.list.query({
      where: `tags.sweep = '${sweep.id}'`,
    });
    expect(runs.map(({ status, tags }) => [status, tags['outcome']])).toEqual(
      Array(6).fill(['finished', 'pruned']),
    );
    for (const run of runs) expect(run.metrics).toHaveProperty('val_loss');
  });

  it('pauses with Ctrl-C, hands its trial back and says how to go on', async () => {
    const file = await describeSweep('paused', ENDLESS);
    const running = start('sweep', 'run', file, ...common(), '--concurrency', '1');
    const id = await expect
      .poll(async () => (await sweeps.list()).sweeps.find(({ name }) => name === 'paused')?.id, WAIT)
      .toBeDefined()
      .then(async () => (await sweeps.list()).sweeps.find(({ name }) => name === 'paused')!.id);
    await expect.poll(async () => (await sweeps.get(id)).counts.running, WAIT).toBe(1);
    running.process.kill('SIGINT');
    await expect.poll(async () => (await sweeps.get(id)).status, WAIT).toBe('paused');
    running.process.kill('SIGINT'); // the trial under way is handed back
    const { status, stderr } = await running.result;
    expect(status, stderr).toBe(130);
    expect(stderr).toContain(`bestiary sweep run --resume ${id}`);
    expect((await sweeps.get(id)).counts).toMatchObject({ queued: 1, running: 0 });
    expect((await sweeps.trials(id)).trials[0]).toMatchObject({ status: 'queued', attempt: 0 });
  });
});

describe('bestiary sweep create', () => {
  it.each([
    ['an unknown setting', GRID.replace('batch_size', 'batch_sise'), 'line 5: space.batch_sise'],
    [
      'a value that no training takes',
      GRID.replace('epochs: 4', 'epochs: 0'),
      'line 6: epochs: expected a whole number',
    ],
  ])('refuses %s by name and line before anything starts', async (_, text, message) => {
    const { status, stderr } = await start(
      'sweep',
      'create',
      await describeSweep('refused', text),
      ...common(),
    ).result;
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect((await sweeps.list()).sweeps.map(({ name }) => name)).not.toContain('refused');
  });

  it('lets sweeps be listed, shown, extended and stopped', async () => {
    const { id } = await succeed<{ id: string }>(
      'sweep',
      'create',
      await describeSweep('changed', GRID),
      ...common(),
    );
    expect(await succeed('sweep', 'pause', id)).toEqual({ id, status: 'paused' });
    expect(await succeed('sweep', 'resume', id)).toEqual({ id, status: 'running' });
    await succeed('sweep', 'extend', id, '--trials', '9');
    expect((await sweeps.get(id)).config.budget.trials).toBe(9);
    expect(await succeed('sweep', 'stop', id)).toEqual({ id, status: 'stopped' });
    expect(await succeed('sweep', 'show', id)).toMatchObject({ sweep: { status: 'stopped' }, top: [] });
    const { stdout } = await start('sweep', 'ls').result;
    expect(stdout).toMatch(new RegExp(`${id}  changed +changed +stopped`));
  });
});

describe('bestiary worker', () => {
  it('ends after too many failures in a row, and says why', async () => {
    const file = await describeSweep('broken', `${GRID}\ntrials: { workerMaxFailures: 2 }`);
    const { id } = await succeed<{ id: string }>(
      'sweep',
      'create',
      file,
      ...common(),
      '--set',
      'test_data=/nowhere',
    );
    const { status, stderr } = await start('worker', '--sweep', id).result;
    expect(status).toBe(1);
    expect(stderr).toContain('2 trials in a row failed here');
    const [worker] = await sweeps.workers(id);
    expect(worker).toMatchObject({ status: 'stopped', finished: 0 });
    expect(worker!.reason).toContain('/nowhere');
    // another machine may have the folder
    expect((await sweeps.get(id)).counts).toMatchObject({ failed: 0, running: 0 });
    await sweeps.stop(id);
  });

  it('hands its trial back when it is told to end twice', async () => {
    const { id } = await succeed<{ id: string }>(
      'sweep',
      'create',
      await describeSweep('returned', ENDLESS),
      ...common(),
    );
    const worker = start('worker', '--sweep', id, '--json');
    await expect.poll(async () => (await sweeps.trials(id)).trials[0]?.runId ?? null, WAIT).not.toBeNull();
    worker.process.kill('SIGTERM');
    await expect.poll(async () => (await sweeps.workers(id))[0]!.status, WAIT).toBe('draining');
    worker.process.kill('SIGTERM');
    const { status, stdout, stderr } = await worker.result;
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ returned: 1, finished: 0, broken: false });
    expect((await sweeps.trials(id)).trials[0]).toMatchObject({ status: 'queued', attempt: 0 });
    await sweeps.stop(id);
  });
});

describe('bestiary apikey', () => {
  it('makes a key that is listed without its secret, and revokes it', async () => {
    const { id, key } = await succeed<{ id: string; key: string }>('apikey', 'create', 'gpu machine');
    expect(key).toMatch(/^bst_/);
    const { stdout } = await start('apikey', 'ls').result;
    expect(stdout).toContain('gpu machine');
    expect(stdout).not.toContain(key);
    await succeed('apikey', 'revoke', id);
    const { keys } = await succeed<{ keys: { id: string; revokedAt: string | null }[] }>('apikey', 'ls');
    expect(keys.find((one) => one.id === id)!.revokedAt).not.toBeNull();
  });
});
