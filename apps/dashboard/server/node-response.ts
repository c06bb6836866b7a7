import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { SECURITY_HEADERS } from './security-headers.ts';

/** Answers shorter than this (bytes) fit into one packet anyway. */
const COMPRESS_FROM = 1_400;
/** Fast: the answer is made for one reader and read once. */
const COMPRESSION_LEVEL = 2;

/**
 * Sends a web `Response`. The API's JSON is compressed where that is worth it. Everything else leaves as it comes: files,
 * whose length and parts are known, and server-sent events, which must not wait in a buffer.
 *
 * @param acceptEncoding the request's header
 */
export async function sendResponse(
  response: Response,
  outgoing: ServerResponse,
  acceptEncoding: string | undefined,
): Promise<void> {
  outgoing.statusCode = response.status;
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) outgoing.setHeader(name, value);
  outgoing.setHeaders(response.headers);

  if (response.body === null || outgoing.req.method === 'HEAD') {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  if (!isJson || response.headers.has('content-length')) {
    outgoing.flushHeaders();
    await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), outgoing);
    return;
  }
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.setHeader('Vary', 'Accept-Encoding');
  if (body.byteLength < COMPRESS_FROM || !/\bgzip\b/.test(acceptEncoding ?? '')) {
    outgoing.setHeader('Content-Length', body.byteLength);
    outgoing.end(body);
    return;
  }
  outgoing.setHeader('Content-Encoding', 'gzip');
  const gzip = createGzip({ level: COMPRESSION_LEVEL });
  gzip.end(body);
  await pipeline(gzip, outgoing);
}
