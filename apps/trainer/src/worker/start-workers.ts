import { BestiaryError } from '@bestiary/contracts/error';
import { Id } from '@bestiary/contracts/id';
import { Progress } from '../terminal/progress.ts';
import { writeJson } from '../terminal/result.ts';
import { onDrain } from './drain.ts';
import type { WorkerOptions } from './worker.ts';

export interface StartWorkersOptions extends WorkerOptions {
  concurrency: number;
}

/**
 * One worker in this process, or several in processes of their own.
 *
 * @throws BestiaryError `usage` for options that can't be
 */
export async function startWorkers({ concurrency, ...options }: StartWorkersOptions): Promise<void> {
  checkOptions(concurrency, options);
  if (concurrency === 1) {
    const { worker } = await import('./worker.ts');
    return worker(options);
  }
  const { workerPool, sumReports } = await import('./worker-pool.ts');
  const progress = new Progress(process.stderr);
  const drain = onDrain(options.drainSeconds);
  try {
    const report = sumReports(
      await workerPool({
        count: concurrency,
        args: workerArgs(options),
        onNotice: (notice) => progress.line(notice),
        draining: drain.draining,
        stop: drain.stop,
      }),
    );
    if (options.json) writeJson(report);
    if (report.broken) process.exitCode = 1;
  } finally {
    drain.dispose();
  }
}

/** The options of one worker among several. The API key goes by the environment: arguments can be seen by everybody on a machine. */
export function workerArgs(options: WorkerOptions): string[] {
  const { sweep, server, maxTrials, cacheDir, walDir, keepModels, drainSeconds, quiet } = options;
  const given = {
    '--sweep': sweep,
    '--server': server,
    '--max-trials': maxTrials,
    '--cache-dir': cacheDir,
    '--wal-dir': walDir,
    '--keep-models': keepModels,
    '--drain-seconds': drainSeconds,
  };
  return [
    ...Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)])),
    ...(quiet ? ['--quiet'] : []),
  ];
}

function checkOptions(concurrency: number, { sweep, maxTrials, drainSeconds }: WorkerOptions): void {
  if (sweep !== undefined && !Id.safeParse(sweep).success)
    throw new BestiaryError('usage', `--sweep: expected the id of a sweep, got "${sweep}"`);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 256)
    throw new BestiaryError(
      'usage',
      `--concurrency: expected a whole number from 1 to 256, got ${concurrency}`,
    );
  if (maxTrials !== undefined && (!Number.isInteger(maxTrials) || maxTrials < 1))
    throw new BestiaryError('usage', `--max-trials: expected a whole number from 1 on, got ${maxTrials}`);
  if (!(drainSeconds >= 0))
    throw new BestiaryError('usage', `--drain-seconds: expected seconds from 0 on, got ${drainSeconds}`);
}
