import { on, once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { BestiaryError, type ErrorCode } from '@bestiary/contracts/error';
// sharp's shared library must be loaded on the main thread before a worker loads it
import 'sharp';

/** What a worker is started with. */
export interface StreamWork<Work> {
  readonly work: Work;
  /** items that may be sent before the first is taken */
  readonly ahead: number;
}

/** What a worker sends: items in order, then `end`; or why there are no more. */
export type StreamMessage<Item> =
  | { readonly item: Item }
  | { readonly failure: { readonly code: ErrorCode; readonly message: string; readonly hint?: string } }
  | 'end';

/** What it is sent: `next` for each item taken, `stop` to give up. */
export type StreamRequest = 'next' | 'stop';

/** Pixels that wait for the consumer, in bytes: a worker runs ahead as far as this allows, at least two batches. */
const BYTES_AHEAD = 64 * 2 ** 20;
const MAX_BATCHES_AHEAD = 64;

/** How many batches of so many float32 images may wait. */
export function batchesAhead(batchSize: number, size: number): number {
  const bytes = batchSize * size ** 2 * 3 * Float32Array.BYTES_PER_ELEMENT;
  return Math.min(Math.max(2, Math.floor(BYTES_AHEAD / bytes)), MAX_BATCHES_AHEAD);
}

/**
 * Runs a script that calls `sendStream` on a worker thread and yields what it sends. The worker has ended when the
 * generator has, however it ends.
 *
 * @param script compiled
 * @throws what the stream throws; `cancelled()` when the signal fires
 */
export async function* streamFromWorker<Work, Item>(
  script: URL,
  workerData: StreamWork<Work>,
  { signal, cancelled }: { signal?: AbortSignal; cancelled: () => BestiaryError },
): AsyncGenerator<Item, void, void> {
  // loaders and import conditions of the process are not for the compiled worker
  const worker = new Worker(script, { workerData, execArgv: [] });
  const ask = (request: StreamRequest): void => worker.postMessage(request);
  const exited = once(worker, 'exit');
  exited.catch(() => undefined); // an error of the worker reaches the loop below
  try {
    for await (const [message] of on(worker, 'message', { signal }) as AsyncIterable<[StreamMessage<Item>]>) {
      if (message === 'end') return;
      if ('failure' in message) {
        const { code, message: text, hint } = message.failure;
        throw new BestiaryError(code, text, { hint });
      }
      ask('next');
      yield message.item;
    }
  } catch (error) {
    throw signal?.aborted ? cancelled() : error;
  } finally {
    ask('stop');
    await exited.catch(() => undefined);
  }
}
