import { BestiaryError, ERROR_CODES } from '@bestiary/contracts/error';

/** How a worker is told to end. */
export interface Drain {
  /** no more trials: fires first */
  draining: AbortSignal;
  /** at once: fires when the trial under way has had its time, or with the second signal */
  stop: AbortSignal;
  /** as the first signal does */
  begin(reason: string): void;
  dispose(): void;
}

/**
 * Ctrl-C and SIGTERM let a worker end its trial, for so many seconds; then, or with the second signal, the trial is handed back. The third
 * one ends the process at once.
 */
export function onDrain(drainSeconds: number): Drain {
  const draining = new AbortController();
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const end = (reason: string): void => stop.abort(new BestiaryError('cancelled', reason));
  const begin = (reason: string): void => {
    if (draining.signal.aborted) return;
    draining.abort();
    timer = setTimeout(() => end(reason), drainSeconds * 1_000).unref();
  };
  const handle = (name: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(ERROR_CODES.cancelled.exit);
    if (draining.signal.aborted) end(`the worker was told to end (${name})`);
    else begin(`the worker was told to end (${name})`);
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return {
    draining: draining.signal,
    stop: stop.signal,
    begin,
    dispose() {
      clearTimeout(timer);
      process.off('SIGINT', handle);
      process.off('SIGTERM', handle);
    },
  };
}
