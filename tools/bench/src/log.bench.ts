import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EPOCH_METRICS } from '@bestiary/contracts/metric';
import { openRun } from '@bestiary/tracking/run';
import { type BenchServer } from './bench-server.ts';
import { type Figure } from './figure.ts';
import { startMlflow } from './peers/mlflow-server.ts';
import { runTimed } from './process.ts';
import { summarise } from './statistics.ts';
import { workspaceFile } from './workspace.ts';

export interface LogBenchOptions {
  server: BenchServer;
  epochs: number;
  /** a Python with mlflow and psycopg2: MLflow logs the same to the same kind of Postgres */
  mlflow?: string;
  /** a Postgres for MLflow to use */
  mlflowDatabase?: string;
}

const WARM_UP = 20;

/** One epoch of five metrics, from the call in the client until the server has said that it is durable in Postgres. */
export async function benchLog({
  server,
  epochs,
  mlflow,
  mlflowDatabase,
}: LogBenchOptions): Promise<Figure[]> {
  const walDir = await mkdtemp(join(tmpdir(), 'bestiary-bench-wal-'));
  const run = await openRun({ serverUrl: server.url, project: 'bench', name: 'log', walDir });
  const times: number[] = [];
  for (let step = 0; step < epochs + WARM_UP; step++) {
    const values = Object.fromEntries(EPOCH_METRICS.map((key, i) => [key, 1 / (step + 1 + i)]));
    const started = performance.now();
    run.logMetrics(values, { step });
    await run.flush();
    if (step >= WARM_UP) times.push(performance.now() - started);
  }
  await run.finish();
  await rm(walDir, { recursive: true, force: true });

  let peer: Figure['peer'];
  if (mlflow !== undefined) {
    const theirs = await startMlflow(mlflow, mlflowDatabase);
    try {
      const script = workspaceFile('tools/bench/src/peers/mlflow_epoch.py');
      const { stdout } = await runTimed(mlflow, [script, theirs.url, String(epochs)]);
      peer = {
        name: `MLflow (${theirs.backend})`,
        summary: summarise(JSON.parse(stdout.trim().split('\n').at(-1)!) as number[]),
      };
    } finally {
      await theirs.stop();
    }
  }
  return [
    {
      name: 'log an epoch of 5 metrics, client to durable',
      unit: 'ms',
      ours: summarise(times),
      target: 5,
      ...(peer && { peer }),
    },
  ];
}
