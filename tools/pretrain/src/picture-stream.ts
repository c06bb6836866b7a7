import { Worker } from 'node:worker_threads';
import { type BatchRequest, type PictureBatch } from './picture-batch.ts';

/** How many batches are drawn ahead of the one in use. */
const AHEAD = 6;

/**
 * The batches asked for, in order, drawn ahead by a thread of its own, so that training never waits for pictures where
 * there is a second core. The thread ends with the iteration.
 */
export async function* streamBatches(requests: Iterable<BatchRequest>): AsyncGenerator<PictureBatch> {
  const worker = startWorker(new URL('./picture-worker.ts', import.meta.url));
  const drawn: PictureBatch[] = [];
  let failure: Error | undefined;
  let wake = (): void => undefined;
  worker.on('message', (batch: PictureBatch) => {
    drawn.push(batch);
    wake();
  });
  worker.on('error', (error) => {
    failure = error;
    wake();
  });
  const next = async (): Promise<PictureBatch> => {
    while (drawn.length === 0) {
      if (failure) throw failure;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    return drawn.shift()!;
  };
  try {
    let due = 0;
    for (const request of requests) {
      worker.postMessage(request);
      if (++due <= AHEAD) continue;
      yield await next();
      due--;
    }
    for (; due > 0; due--) yield await next();
  } finally {
    await worker.terminate();
  }
}

/** A worker thread does not inherit the TypeScript loader of its parent: it registers its own. */
function startWorker(program: URL): Worker {
  const loader = import.meta.resolve('tsx/esm/api');
  const start = `import(${JSON.stringify(loader)}).then(({ register }) => {
    register();
    return import(${JSON.stringify(program.href)});
  });`;
  return new Worker(start, { eval: true });
}
