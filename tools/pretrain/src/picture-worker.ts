import { parentPort } from 'node:worker_threads';
import { type BatchRequest, drawBatch } from './picture-batch.ts';

/** Draws one batch for each request, in their order. */
const port = parentPort;
if (!port) throw new Error('picture-worker.ts runs as a worker thread');
port.on('message', (request: BatchRequest) => {
  const batch = drawBatch(request);
  port.postMessage(batch, [batch.pixels.buffer, batch.labels.buffer]);
});
