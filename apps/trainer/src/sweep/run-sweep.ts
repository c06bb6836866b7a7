import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { BestiaryError } from '@bestiary/contracts/error';
import type { Sweep } from '@bestiary/contracts/sweep-record';
import { SweepClient, type TrialSummary } from '@bestiary/tracking/sweep-client';
import { untilAnswered } from '@bestiary/tracking/until-answered';
import { defaultServer } from '../default-server.ts';
import { Progress } from '../terminal/progress.ts';
import { writeJson } from '../terminal/result.ts';
import { onDrain } from '../worker/drain.ts';
import type { KeepModels } from '../worker/keep-models.ts';
import { workerArgs } from '../worker/start-workers.ts';
import { sumReports, workerPool } from '../worker/worker-pool.ts';
import { beginSweep, checkTrainings, withOptions, type CreateSweepOptions } from './create-sweep.ts';
import { readSweepFile } from './sweep-file.ts';
import { sweepIdOf } from './sweep-id.ts';
import { describeBest, describeProgress, topTrials, trialTable } from './sweep-lines.ts';
import { SweepTable } from './sweep-table.ts';

export interface RunSweepOptions extends CreateSweepOptions {
  resume?: string;
  concurrency?: number;
  keepModels: KeepModels;
  cacheDir?: string;
  walDir?: string;
}

/** How often a sweep is looked at (milliseconds). */
const LOOK_EVERY_MS = 500;
/** A worker that is interrupted ends its trial within so many seconds, or hands it back. */
const DRAIN_SECONDS = 10;

/** Makes a sweep, or goes on with one, and trains its trials on this machine until it has ended. Ctrl-C pauses it. */
export async function runSweep(path: string | undefined, options: RunSweepOptions): Promise<void> {
  const { concurrency = availableParallelism() } = options;
  const sweeps = new SweepClient(options.server ?? defaultServer());
  const sweep = await openSweep(sweeps, path, options);
  const { id } = sweep;
  const progress = new Progress(process.stderr);
  progress.line(`${sweep.name}: ${sweeps.urlOf(id)}`);
  const drain = onDrain(DRAIN_SECONDS);
  // no trial is begun from the first Ctrl-C on
  const paused = new Promise<void>((resolve) =>
    drain.draining.addEventListener(
      'abort',
      () =>
        void sweeps
          .pause(id)
          .catch(() => undefined)
          .finally(resolve), // it may have ended in that moment
      { once: true },
    ),
  );
  const table = new SweepTable(process.stderr);
  const ended = new AbortController();
  const watching = watch(sweeps, id, table, ended.signal);
  try {
    const reports = await workerPool({
      count: concurrency,
      args: workerArgs({
        ...options,
        sweep: id,
        server: sweeps.serverUrl,
        drainSeconds: DRAIN_SECONDS,
        quiet: true,
      }),
      onNotice: (notice) => table.say(notice),
      draining: drain.draining,
      stop: drain.stop,
    });
    if (drain.draining.aborted) await paused;
    ended.abort();
    await watching;
    table.end();
    await report(sweeps, id, sumReports(reports), drain.draining.aborted, options.json);
  } finally {
    ended.abort();
    await watching.catch(() => undefined);
    table.end();
    drain.dispose();
  }
}

async function openSweep(
  sweeps: SweepClient,
  path: string | undefined,
  options: RunSweepOptions,
): Promise<Sweep> {
  if (options.resume !== undefined) {
    if (path !== undefined)
      throw new BestiaryError('usage', `--resume goes on with a sweep that there is: leave out ${path}`);
    const id = sweepIdOf(options.resume);
    const sweep = await sweeps.get(id);
    if (sweep.status === 'paused') await sweeps.resume(id);
    return sweep;
  }
  if (path === undefined)
    throw new BestiaryError('usage', 'expected a FILE that describes a sweep, or --resume ID');
  const file = withOptions(await readSweepFile(path), options);
  const { data } = file.training.args;
  if (!existsSync(String(data))) throw new BestiaryError('not_found', `there is no ${data}`);
  checkTrainings(file);
  return beginSweep(sweeps, file, options);
}

/** Shows how the sweep goes until it is told to end, and once more then. */
async function watch(sweeps: SweepClient, id: string, table: SweepTable, ended: AbortSignal): Promise<void> {
  const trials = new Map<number, TrialSummary>();
  let cursor: string | undefined;
  for (let last = false; !last;) {
    await sleep(LOOK_EVERY_MS, undefined, { signal: ended }).catch(() => undefined);
    last = ended.aborted;
    try {
      const sweep = await sweeps.get(id);
      const changed = await sweeps.trials(id, cursor);
      cursor = changed.cursor;
      for (const trial of changed.trials) trials.set(trial.number, trial);
      table.show(sweep, [...trials.values()]);
    } catch (error) {
      if (!(error instanceof BestiaryError) || error.code !== 'unavailable') throw error;
      if (last) return; // what the server says in the end is asked for again
    }
  }
}

async function report(
  sweeps: SweepClient,
  id: string,
  workers: ReturnType<typeof sumReports>,
  interrupted: boolean,
  json: boolean | undefined,
): Promise<void> {
  const { signal } = new AbortController();
  const sweep = await untilAnswered(() => sweeps.get(id), signal);
  const { trials } = await untilAnswered(() => sweeps.trials(id), signal);
  const top = topTrials(sweep, trials, 5);
  if (json) writeJson({ sweep, top, workers });
  else {
    console.log(
      [
        describeProgress(sweep),
        describeBest(sweep),
        '',
        ...(top.length > 0 ? trialTable(sweep, top) : []),
      ].join('\n'),
    );
    if (sweep.status === 'finished' && top.length > 0)
      console.log(`\nbestiary sweep finalize ${id}   trains the best once more on all data`);
  }
  if (sweep.status === 'paused') console.error(`paused; bestiary sweep run --resume ${id}   goes on`);
  if (interrupted) process.exitCode = 130;
  else if (workers.broken || sweep.status === 'failed') {
    console.error(`bestiary: ${sweep.statusReason ?? workers.reason}`);
    process.exitCode = 1;
  }
}
