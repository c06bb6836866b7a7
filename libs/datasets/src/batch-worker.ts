import { parentPort, workerData } from 'node:worker_threads';
import type { ImageBatch, LoadOptions } from './batches.ts';
import type { ImageFile } from './image-folder.ts';
import { loadImages } from './load-images.ts';

/** What the thread that runs this file is given. */
export interface BatchWork {
  readonly files: readonly ImageFile[];
  readonly options: Omit<LoadOptions, 'signal'>;
  /** batches that may be sent before the first is taken */
  readonly ahead: number;
}

/** What it sends: batches in order, then `end`. */
export type BatchMessage = ImageBatch | 'end';
/** What it is sent: `next` for each batch taken, `stop` to give up. */
export type BatchRequest = 'next' | 'stop';

async function sendBatches({ files, options, ahead }: BatchWork): Promise<void> {
  const port = parentPort!;
  const stop = new AbortController();
  let allowed = ahead;
  let wake = (): void => undefined;
  port.on('message', (request: BatchRequest) => {
    if (request === 'next') allowed++;
    else stop.abort();
    wake();
  });
  try {
    for await (const batch of loadImages(files, { ...options, signal: stop.signal })) {
      while (allowed === 0 && !stop.signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
      if (stop.signal.aborted) return;
      allowed--;
      port.postMessage(batch satisfies BatchMessage, [batch.pixels.buffer]);
    }
    port.postMessage('end' satisfies BatchMessage);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    port.close();
  }
}

await sendBatches(workerData as BatchWork);
