import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { SweepConfig } from '@bestiary/contracts/sweep';
import { startEmbeddedPostgres } from '@bestiary/db/embedded-postgres';
import { createApiClient } from '@bestiary/tracking/api-client';
import { type HeldTrial } from '@bestiary/tracking/held-trial';
import { SweepClient } from '@bestiary/tracking/sweep-client';
import { WorkerClient } from '@bestiary/tracking/worker-client';
import pg from 'pg';
import { startBenchServer } from './bench-server.ts';
import { type Figure } from './figure.ts';
import { runTimed } from './process.ts';
import { suggestionTime } from './sampler.bench.ts';
import { type Summary, summarise } from './statistics.ts';
import { workspaceFile } from './workspace.ts';

export interface SweepBenchOptions {
  /** photographs in class folders */
  images: string;
  weights: string;
  /** a Python with optuna and psycopg2 */
  python?: string;
  note: (line: string) => void;
}

const TRIALS = 100;
const EPOCHS = 20;
const WORKERS = 2;
/** Trials without a training, for what is around it. */
const EMPTY_TRIALS = 60;
/** The first ones warm up connections and caches. */
const WARM_UP = 10;
/** Computing of an epoch (milliseconds), between two reports. */
const EPOCH_MS = 5;

/**
 * A hundred trainings of twenty epochs by two workers; what the machinery adds to a trial, beside Optuna's on the same Postgres; and the time
 * of a suggestion.
 */
export async function benchSweep({ images, weights, python, note }: SweepBenchOptions): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bestiary-bench-sweep-'));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  try {
    const server = await startBenchServer(await newDatabase(postgres.url, 'bench_bestiary'));
    try {
      const wall = await hundredTrials(server.url, { images, weights, folder, note });
      const pipelined = await machinery(server.url, asWorkersDo);
      note(`sweep: the machinery takes ${pipelined.median.toFixed(1)} ms a trial`);
      const awaited = await machinery(server.url, oneByOne);
      note(`sweep: ${awaited.median.toFixed(1)} ms where each report is waited for`);
      const peer = python && (await optuna(python, await newDatabase(postgres.url, 'bench_optuna')));
      const beside = peer ? { peer: { name: 'Optuna', summary: peer } } : {};
      return [
        {
          name: `${TRIALS} trials of ${EPOCHS} epochs, ${WORKERS} workers, warm features, whole process`,
          unit: 's',
          ours: summarise([wall]),
          target: 30,
        },
        {
          name: `machinery of a trial: claim, ${EPOCHS} reports, finish`,
          unit: 'ms',
          ours: pipelined,
          target: 12,
          ...beside,
        },
        {
          name: 'the same, each report waited for',
          unit: 'ms',
          ours: awaited,
          ...beside,
        },
        suggestionTime(),
      ];
    } finally {
      await server.stop();
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns seconds */
async function hundredTrials(
  server: string,
  {
    images,
    weights,
    folder,
    note,
  }: Pick<SweepBenchOptions, 'images' | 'weights' | 'note'> & { folder: string },
): Promise<number> {
  const file = join(folder, 'heads.json');
  const run = async (trials: number) => {
    await writeFile(file, JSON.stringify(headSweep(trials)));
    const paths = ['--data', images, '--weights', weights, '--server', server];
    const kept = ['--cache-dir', join(folder, 'cache'), '--wal-dir', join(folder, 'wal')];
    const launcher = workspaceFile('apps/trainer/bin/bestiary.mjs');
    return runTimed(process.execPath, [
      ...[launcher, 'sweep', 'run', file, '--concurrency', String(WORKERS), '--json'],
      ...[...paths, ...kept],
    ]);
  };
  await run(2); // features, and pictures of the images
  const { seconds } = await run(TRIALS);
  note(`sweep: ${TRIALS} trials in ${seconds.toFixed(1)} s`);
  return seconds;
}

/** Heads, with batches from one image to 64. */
function headSweep(trials: number) {
  return {
    project: 'bench',
    space: {
      learning_rate: { type: 'float', low: 1e-5, high: 1e-1, log: true },
      batch_size: { type: 'int', low: 1, high: 64, log: true },
      dropout: { type: 'float', low: 0, high: 0.6, step: 0.1 },
      optimizer: { type: 'categorical', choices: ['adam', 'sgd', 'rmsprop'] },
      momentum: { type: 'float', low: 0, high: 0.95, when: { optimizer: 'sgd' } },
      epochs: EPOCHS,
    },
    objective: { metric: 'val_loss', goal: 'min' },
    budget: { trials },
    // none ends early: all of the work is measured
    sampler: 'sobol',
  };
}

/** What a trial costs beyond its computing, in milliseconds. */
async function machinery(
  server: string,
  runTrial: (held: HeldTrial, server: string) => Promise<{ computing: number }>,
): Promise<Summary> {
  const sweeps = new SweepClient(server);
  const { id } = await sweeps.create({
    project: 'bench',
    config: SweepConfig.parse({
      space: { dropout: { type: 'float', low: 0, high: 0.9 } },
      objective: { metric: 'val_loss', goal: 'min' },
      budget: { trials: EMPTY_TRIALS },
      sampler: 'random',
      pruner: 'median',
    }),
    training: { args: { data: '/' } },
  });
  const about = { host: hostname(), pid: process.pid, backend: 'none', version: 'bench', sweepId: id };
  const worker = await WorkerClient.register({ serverUrl: server, ...about, onNotice: () => undefined });
  const times: number[] = [];
  for (let trial = 0; trial < EMPTY_TRIALS; trial++) {
    const started = performance.now();
    const claim = await worker.claim();
    if (claim.kind !== 'trial') throw new Error(`no trial to be had: ${claim.reason}`);
    const { computing } = await runTrial(claim.held, server);
    worker.ended();
    if (trial >= WARM_UP) times.push(performance.now() - started - computing);
  }
  await worker.leave('the benchmark has ended');
  return summarise(times);
}

/** A value that is never pruned: each trial's curve lies below those before. */
const valueOf = (held: HeldTrial, epoch: number) => 1 / (1 + epoch + held.trial.number);

/** Reports are sent while the next epoch is computed. */
async function asWorkersDo(held: HeldTrial): Promise<{ computing: number }> {
  let computing = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const started = performance.now();
    while (performance.now() - started < EPOCH_MS); // as a head's epoch does, it holds the thread
    computing += performance.now() - started;
    held.report(epoch, valueOf(held, epoch));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await held.finish({ status: 'finished', values: [valueOf(held, EPOCHS)] });
  return { computing };
}

/** As Optuna does it: nothing else happens until the pruner has decided. */
async function oneByOne(held: HeldTrial, server: string): Promise<{ computing: number }> {
  const { trials } = createApiClient(server);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const report = { steps: [epoch], values: [valueOf(held, epoch)] };
    await trials.report.mutate({ ...held.lease, ...report });
  }
  await held.finish({ status: 'finished', values: [valueOf(held, EPOCHS)] });
  return { computing: 0 };
}

async function optuna(python: string, databaseUrl: string): Promise<Summary> {
  const script = workspaceFile('tools/bench/src/peers/optuna_trials.py');
  const storage = databaseUrl.replace('postgresql:', 'postgresql+psycopg2:');
  const { stdout } = await runTimed(python, [script, storage, String(EMPTY_TRIALS)]);
  return summarise((JSON.parse(stdout) as number[]).slice(WARM_UP));
}

async function newDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
