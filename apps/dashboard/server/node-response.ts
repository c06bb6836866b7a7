import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import { SECURITY_HEADERS } from './security-headers.ts';

/** Answers shorter than this (bytes) fit into one packet anyway. */
const COMPRESS_FROM = 1_400;
/** Fast: the answer is made for one reader and read once. */
const COMPRESSION_LEVEL = 2;
const COMPRESSIBLE = /^(application\/json|image\/svg\+xml|text\/(?!event-stream))/;

/**
 * Sends a web `Response`. Server-sent events leave as they come, never buffered or compressed; other texts are
 * compressed where that is worth it.
 *
 * @param acceptEncoding the request's header
 */
export async function sendResponse(
  response: Response,
  outgoing: ServerResponse,
  acceptEncoding: string | undefined,
): Promise<void> {
  const headers: Record<string, string | string[]> = { ...SECURITY_HEADERS };
  for (const [name, value] of response.headers) headers[name] = value;
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies;

  if (response.body === null || outgoing.req.method === 'HEAD') {
    await response.body?.cancel();
    outgoing.writeHead(response.status, headers).end();
    return;
  }
  const compressible =
    response.status === 200 &&
    COMPRESSIBLE.test(response.headers.get('content-type') ?? '') &&
    !response.headers.has('content-encoding');
  if (!compressible) {
    outgoing.writeHead(response.status, headers);
    outgoing.flushHeaders();
    await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), outgoing);
    return;
  }
  const body = Buffer.from(await response.arrayBuffer());
  headers['vary'] = 'Accept-Encoding';
  if (body.byteLength < COMPRESS_FROM || !/\bgzip\b/.test(acceptEncoding ?? '')) {
    outgoing.writeHead(response.status, { ...headers, 'content-length': String(body.byteLength) }).end(body);
    return;
  }
  delete headers['content-length'];
  outgoing.writeHead(response.status, { ...headers, 'content-encoding': 'gzip' });
  const gzip: Gzip = createGzip({ level: COMPRESSION_LEVEL });
  gzip.end(body);
  await pipeline(gzip, outgoing);
}
