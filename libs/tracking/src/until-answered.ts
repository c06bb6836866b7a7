import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from './backoff.ts';
import { isTransient } from './failure.ts';

/**
 * Does what a server must be there for, again and again while it is away. What is done must be repeatable.
 *
 * @throws what `work` threw when repeating it can't help, or the signal's reason
 */
export async function untilAnswered<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let failures = 1; ; failures++) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error)) throw error;
    }
    await sleep(backoffMs(failures, Math.random()), undefined, { signal }).catch(() => undefined);
  }
}
