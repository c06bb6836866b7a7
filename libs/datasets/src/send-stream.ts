import { parentPort, workerData } from 'node:worker_threads';
import { BestiaryError } from '@bestiary/contracts/error';
import type { StreamMessage, StreamRequest, StreamWork } from './worker-stream.ts';

/**
 * On a worker that `streamFromWorker` started: sends what a generator yields, no further ahead than was agreed. Pixels
 * are handed over, not copied.
 */
export async function sendStream<Work, Item extends { readonly pixels: Float32Array<ArrayBuffer> }>(
  generate: (work: Work, signal: AbortSignal) => AsyncIterable<Item>,
): Promise<void> {
  const port = parentPort!;
  const { work, ahead } = workerData as StreamWork<Work>;
  const stop = new AbortController();
  let allowed = ahead;
  let wake = (): void => undefined;
  port.on('message', (request: StreamRequest) => {
    if (request === 'next') allowed++;
    else stop.abort();
    wake();
  });
  const send = (message: StreamMessage<Item>, handedOver: ArrayBuffer[] = []): void =>
    port.postMessage(message, handedOver);
  try {
    for await (const item of generate(work, stop.signal)) {
      while (allowed === 0 && !stop.signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
      if (stop.signal.aborted) return;
      allowed--;
      send({ item }, [item.pixels.buffer]);
    }
    send('end');
  } catch (error) {
    if (stop.signal.aborted) return;
    if (!(error instanceof BestiaryError)) throw error;
    // an error of a class of ours would arrive as a plain one
    send({ failure: { code: error.code, message: error.message, hint: error.hint } });
  } finally {
    port.close();
  }
}
