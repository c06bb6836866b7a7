import { hostname } from 'node:os';
import { fromWireFloat } from '@bestiary/contracts/json';
import type { HeldTrial } from '@bestiary/tracking/held-trial';
import { SweepClient } from '@bestiary/tracking/sweep-client';
import { WorkerClient } from '@bestiary/tracking/worker-client';
import { defaultServer } from '../default-server.ts';
import { Progress } from '../terminal/progress.ts';
import { writeJson } from '../terminal/result.ts';
import { describeEnvironment } from '../train/environment.ts';
import { BESTIARY_VERSION } from '../version.ts';
import { onDrain } from './drain.ts';
import type { KeepModels } from './keep-models.ts';
import { runTrial, type TrialEnd } from './run-trial.ts';
import { TrialImages } from './trial-images.ts';
import { workerLoop, type WorkerReport } from './worker-loop.ts';

export interface WorkerOptions {
  sweep?: string;
  server?: string;
  maxTrials?: number;
  cacheDir?: string;
  walDir?: string;
  keepModels: KeepModels;
  /** how long a trial under way may take when the worker is told to end */
  drainSeconds: number;
  quiet?: boolean;
  json?: boolean;
}

/** Works on trials in this process until the sweep has ended, or until it is told to end. */
export async function worker(options: WorkerOptions): Promise<void> {
  const report = await work(options);
  if (options.json) writeJson(report);
  if (report.broken) process.exitCode = 1;
}

async function work(options: WorkerOptions): Promise<WorkerReport> {
  const serverUrl = options.server ?? defaultServer();
  const progress = new Progress(process.stderr);
  const say = (line: string): void => (options.quiet ? undefined : progress.line(line));
  const drain = onDrain(options.drainSeconds);
  // a worker that another process began does not outlive it
  if (process.connected)
    process.once('disconnect', () => drain.begin('the process that began this worker is gone'));
  const images = new TrialImages({ serverUrl, progress, signal: drain.stop });
  const environment = await describeEnvironment();
  const client = await WorkerClient.register({
    serverUrl,
    host: hostname(),
    pid: process.pid,
    backend: process.env['BESTIARY_BACKEND'] || 'auto',
    version: BESTIARY_VERSION,
    sweepId: options.sweep,
    onNotice: (notice) => progress.line(notice),
  });
  drain.draining.addEventListener('abort', () => client.drain(), { once: true });
  const sweeps = new SweepClient(serverUrl);
  say(`worker ${client.id} on ${serverUrl}`);
  let report: WorkerReport | undefined;
  try {
    report = await workerLoop({
      queue: client,
      run: (held) =>
        runTrial(held, {
          serverUrl,
          walDir: options.walDir,
          cacheDir: options.cacheDir,
          keepModels: options.keepModels,
          environment,
          images,
          progress,
          isBest: (one, values) => isBest(sweeps, one, values),
          signal: drain.stop,
        }),
      maxTrials: options.maxTrials ?? Infinity,
      onTrial: (held, end, seconds) => say(describeEnd(held, end, seconds)),
      onWait: (reason) => say(`waiting: ${reason}`),
      draining: drain.draining,
    });
    progress.line(`the worker ends: ${report.reason}`);
    return report;
  } finally {
    await client.leave(report?.reason ?? 'it failed');
    await images.dispose();
    drain.dispose();
    if (process.connected) process.disconnect();
  }
}

/** Whether no trial before had a better first objective. */
async function isBest(
  sweeps: SweepClient,
  { sweep }: HeldTrial,
  values: readonly number[],
): Promise<boolean> {
  const { goal } = sweep.config.objective[0]!;
  const { best } = await sweeps.get(sweep.id);
  return best.every(({ values: [other] }) => {
    const theirs = fromWireFloat(other!);
    return goal === 'min' ? values[0]! < theirs : values[0]! > theirs;
  });
}

function describeEnd({ sweep, trial }: HeldTrial, end: TrialEnd, seconds: number): string {
  const what = `trial ${trial.number} ${end.status}`;
  const took = `(${seconds.toFixed(2)} s)`;
  switch (end.status) {
    case 'finished': {
      const values = end.values.map(
        (value, i) => `${sweep.config.objective[i]!.metric} ${Number(value.toPrecision(5))}`,
      );
      return `${what}: ${values.join(', ')} ${took}`;
    }
    case 'failed':
      return `${what}: ${end.error.message} ${took}`;
    case 'lost':
    case 'released':
      return `${what}: ${end.reason} ${took}`;
    case 'pruned':
      return `${what} ${took}`;
  }
}
