import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BestiaryError } from '@bestiary/contracts/error';
import type { WorkerReport } from './worker-loop.ts';

/** The command, from src as from dist. */
const LAUNCHER = fileURLToPath(new URL('../../bin/bestiary.mjs', import.meta.url));
/** A worker that died before so many milliseconds did not get going … */
const EARLY_MS = 10_000;
/** … and is not begun again after so many of those in a row. */
const MAX_EARLY_DEATHS = 5;
const BEGIN_AGAIN_AFTER_MS = 500;

export interface WorkerPoolOptions {
  count: number;
  /** of `bestiary worker`, for each of them */
  args: readonly string[];
  onNotice: (notice: string) => void;
  /** fires when they are to end their trials and then themselves */
  draining: AbortSignal;
  /** fires when they are to hand their trials back */
  stop: AbortSignal;
}

/**
 * Workers as processes of their own, each in a group of its own so that Ctrl-C reaches it only through this one. One that is killed is begun
 * again; when this process is killed they drain.
 *
 * @returns what each did, when all have ended
 * @throws BestiaryError `unavailable` when one dies again and again
 */
export function workerPool(options: WorkerPoolOptions): Promise<WorkerReport[]> {
  return Promise.all(Array.from({ length: options.count }, () => keepWorker(options)));
}

async function keepWorker({ args, onNotice, draining, stop }: WorkerPoolOptions): Promise<WorkerReport> {
  for (let early = 0; ;) {
    const started = Date.now();
    const { report, how } = await runWorker(args, draining, stop);
    if (report) return report;
    if (draining.aborted) {
      return {
        finished: 0,
        pruned: 0,
        failed: 0,
        returned: 0,
        reason: `it ended with ${how}`,
        broken: false,
      };
    }
    early = Date.now() - started < EARLY_MS ? early + 1 : 0;
    if (early >= MAX_EARLY_DEATHS)
      throw new BestiaryError('unavailable', `a worker ended with ${how} ${early} times in a row`, {
        hint: 'What it said stands above.',
      });
    onNotice(`a worker ended with ${how}; another takes its place`);
    await sleep(BEGIN_AGAIN_AFTER_MS, undefined, { signal: draining }).catch(() => undefined);
  }
}

async function runWorker(
  args: readonly string[],
  draining: AbortSignal,
  stop: AbortSignal,
): Promise<{ report: WorkerReport | undefined; how: string }> {
  const child = spawn(process.execPath, [LAUNCHER, 'worker', ...args, '--concurrency', '1', '--json'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let stdout = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const forget = [onAbort(draining, child), onAbort(stop, child)];
  const how = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (status, signal) => resolve(signal ?? `status ${status}`));
  });
  for (const one of forget) one();
  return { report: reportOf(stdout), how };
}

/** Tells a worker to end: the first time in order, the second time at once. */
function onAbort(signal: AbortSignal, child: ChildProcess): () => void {
  const tell = (): void => void child.kill('SIGTERM');
  if (signal.aborted) tell();
  else signal.addEventListener('abort', tell, { once: true });
  return () => signal.removeEventListener('abort', tell);
}

function reportOf(stdout: string): WorkerReport | undefined {
  const line = stdout.trim().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? (JSON.parse(line) as WorkerReport) : undefined;
}

/** What all of them did. */
export function sumReports(reports: readonly WorkerReport[]): WorkerReport {
  const sum = (name: 'finished' | 'pruned' | 'failed' | 'returned') =>
    reports.reduce((total, report) => total + report[name], 0);
  const broken = reports.filter((report) => report.broken);
  const reasons = new Set((broken.length > 0 ? broken : reports).map(({ reason }) => reason));
  return {
    finished: sum('finished'),
    pruned: sum('pruned'),
    failed: sum('failed'),
    returned: sum('returned'),
    reason: [...reasons].join('; '),
    broken: broken.length > 0,
  };
}
