import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

export interface Finished {
  stdout: string;
  stderr: string;
  seconds: number;
  /** most resident memory at any time, 10^6 bytes; NaN where the system does not tell */
  peakMegabytes: number;
}

export interface TimedOptions {
  env?: NodeJS.ProcessEnv;
  /** told what it writes to standard error, and when (seconds since its start) */
  onError?: (text: string, seconds: number) => void;
}

/** Peak memory is read this often (milliseconds): the system keeps the maximum, so only the last moment can be missed. */
const PEAK_EVERY_MS = 100;

/**
 * Runs a command to its end and times it from outside, process start to exit.
 * @throws Error with the command's standard error when it exits with another status than 0
 */
export async function runTimed(
  command: string,
  args: readonly string[],
  { env = {}, onError }: TimedOptions = {},
): Promise<Finished> {
  const started = performance.now();
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
    onError?.(chunk, (performance.now() - started) / 1000);
  });
  let peakMegabytes = NaN;
  const timer = setInterval(() => {
    void statusMegabytes(child.pid!, 'VmHWM').then((peak) => (peakMegabytes = peak ?? peakMegabytes));
  }, PEAK_EVERY_MS);
  const [status] = (await once(child, 'close')) as [number | null];
  clearInterval(timer);
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} exited with ${status}:\n${stderr.slice(-4_000)}`);
  return { stdout, stderr, seconds, peakMegabytes };
}

/** Resident memory of one process in megabytes (10^6 bytes), from /proc; `undefined` where there is none. */
export function residentMegabytes(pid: number): Promise<number | undefined> {
  return statusMegabytes(pid, 'VmRSS');
}

async function statusMegabytes(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
  return kilobytes === undefined ? undefined : (Number(kilobytes) * 1024) / 1e6;
}
