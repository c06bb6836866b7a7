import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** What was begun for a reader that is gone is waited for this long (milliseconds). */
const END_WITHIN_MS = 5_000;

/** An HTTP server on 127.0.0.1 around a function from request to response. */
export type HttpServer = {
  url: string;
  port: number;
  /** Takes no new connections, cuts those there are, and resolves when the port is free and what was begun has ended. */
  close: () => Promise<void>;
};

/**
 * @param handle answers a request; undefined: 404
 * @param port 0 for any that is free
 */
export async function listen(
  handle: (request: Request) => Promise<Response> | undefined,
  port = 0,
): Promise<HttpServer> {
  const open = new Set<Promise<void>>();
  const server = createServer((incoming, outgoing) => {
    const answered = answer(handle, incoming, outgoing)
      .catch((error: unknown) => {
        if (!outgoing.destroyed) console.error(error);
        outgoing.destroy();
      })
      .finally(() => open.delete(answered));
    open.add(answered);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port to listen on');
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await Promise.race([Promise.all(open), sleep(END_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

async function answer(
  handle: (request: Request) => Promise<Response> | undefined,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  const headers = new Headers();
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    headers.append(incoming.rawHeaders[i]!, incoming.rawHeaders[i + 1]!);
  }
  const method = incoming.method ?? 'GET';
  const request = new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method,
    headers,
    signal: gone.signal,
    body: method === 'GET' || method === 'HEAD' ? null : (Readable.toWeb(incoming) as ReadableStream),
    duplex: 'half',
  });
  const response = (await handle(request)) ?? new Response('not found', { status: 404 });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) {
    outgoing.end();
    return;
  }
  for await (const chunk of response.body) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(chunk)) await drained(outgoing);
  }
  outgoing.end();
}

/** Resolves when there is room again, or no one to write for. */
function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      outgoing.off('drain', settle);
      outgoing.off('close', settle);
      resolve();
    };
    outgoing.on('drain', settle);
    outgoing.on('close', settle);
  });
}
