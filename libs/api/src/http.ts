import { type ArtifactStore } from '@bestiary/artifacts/artifact-store';
import { errorResponse } from '@bestiary/artifacts/error-response';
import { BLOBS_ROUTE, FolderStore } from '@bestiary/artifacts/folder-store';
import { type ApiKeyRole } from '@bestiary/contracts/api-key';
import { BestiaryError } from '@bestiary/contracts/error';
import { Sha256 } from '@bestiary/contracts/id';
import { expectedDatabaseError } from '@bestiary/db/database-error';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { type Access, type CallerHeaders, findCaller, refuseCaller } from './access.ts';
import { appRouter } from './app.router.ts';
import { withBodyLimit } from './body-limit.ts';
import { type Context } from './context.ts';
import { maskDefect } from './defect.ts';
import { imageTypeOf } from './image-type.ts';
import { findObstacles } from './readiness.ts';
import { toTrpcError } from './trpc.ts';

export const TRPC_ROUTE = '/api/trpc';
export const IMAGES_ROUTE = '/api/images';
/** Room for 200,000 images of a data set, or 10,000 predictions of 200 classes. */
const MAX_TRPC_BYTES = 64 * 2 ** 20;
/** Procedures in one HTTP request. */
const MAX_BATCH = 50;

export type Handler = (request: Request) => Promise<Response>;

/** The server's HTTP, as functions from request to response: mounted by the dashboard's routes, or by any server. */
export type HttpHandlers = {
  /** `/api/trpc/*`: GET, POST; subscriptions as server-sent events */
  trpc: Handler;
  /** `/api/blobs/*`: PUT to and GET from the folder store's signed URLs; 404 with another store */
  blobs: Handler;
  /** `/api/images/<sha256>`: GET the preview of an image */
  images: Handler;
  /** `/healthz`: 200 while the process lives */
  health: Handler;
  /** `/readyz`: 200 where database, migrations and artifact store are well, else 503 with the reasons */
  ready: Handler;
  /** Who sends a request with these headers; undefined: nobody who is let in. */
  callerOf(headers: CallerHeaders): Promise<ApiKeyRole | undefined>;
  /** All of them by path; undefined where the path is none of theirs. */
  route(request: Request): Promise<Response> | undefined;
};

export function createHttpHandlers(services: {
  context: Context;
  store: ArtifactStore;
  databaseUrl: string;
  access: Access;
}): HttpHandlers {
  const { context, store, databaseUrl, access } = services;
  const callerOf = (headers: CallerHeaders) => findCaller(context.apiKeys, access, headers);
  const admit = async ({ headers }: Request) =>
    (await callerOf({
      authorization: headers.get('authorization') ?? undefined,
      cookie: headers.get('cookie') ?? undefined,
    })) ?? refuseCaller();

  const trpc = guarded((request) =>
    withBodyLimit(request, MAX_TRPC_BYTES, (req) =>
      fetchRequestHandler({
        endpoint: TRPC_ROUTE,
        router: appRouter,
        req,
        createContext: async () => {
          try {
            return { ...context, caller: await admit(req) };
          } catch (error) {
            throw toTrpcError(error);
          }
        },
        allowMethodOverride: true, // a query whose input is too long for a URL comes by POST
        maxBatchSize: MAX_BATCH,
      }),
    ),
  );

  const blobs = guarded(async (request) => {
    if (!(store instanceof FolderStore)) throw notFound(request);
    if (request.method === 'PUT') return store.handleUpload(request);
    if (request.method === 'GET' || request.method === 'HEAD') return store.handleDownload(request);
    return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD, PUT' } });
  });

  const images = guarded(async (request) => {
    await admit(request);
    const sha256 = new URL(request.url).pathname.slice(IMAGES_ROUTE.length + 1);
    if (!Sha256.safeParse(sha256).success) throw notFound(request);
    const { blob, size, stream } = await context.datasets.openPreview(sha256);
    const headers = new Headers({
      'Content-Length': String(size),
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'Cache-Control': 'private, max-age=31536000, immutable',
      ETag: `"${blob}"`,
    });
    if (request.headers.get('if-none-match') === headers.get('ETag')) {
      stream.destroy();
      headers.delete('Content-Length');
      return new Response(null, { status: 304, headers });
    }
    const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    const first = await chunks.next();
    const start = first.done ? new Uint8Array() : first.value;
    headers.set('Content-Type', imageTypeOf(start) ?? 'application/octet-stream');
    if (request.method === 'HEAD') {
      stream.destroy();
      return new Response(null, { headers });
    }
    return new Response(streamOf(start, chunks), { headers });
  });

  const health = async () => Response.json({ status: 'ok', version: context.info.version }, UNCACHED);

  const ready = async () => {
    const obstacles = await findObstacles(databaseUrl, store);
    return Object.keys(obstacles).length === 0
      ? Response.json({ status: 'ok', version: context.info.version }, UNCACHED)
      : Response.json({ status: 'unavailable', reasons: obstacles }, { ...UNCACHED, status: 503 });
  };

  return {
    trpc,
    blobs,
    images,
    health,
    ready,
    callerOf,
    route(request) {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith(`${TRPC_ROUTE}/`)) return trpc(request);
      if (pathname.startsWith(`${BLOBS_ROUTE}/`)) return blobs(request);
      if (pathname.startsWith(`${IMAGES_ROUTE}/`)) return images(request);
      if (pathname === '/healthz') return health();
      if (pathname === '/readyz') return ready();
      return undefined;
    },
  };
}

const UNCACHED = { headers: { 'Cache-Control': 'no-store' } };

/** Gives failures their status. */
function guarded(handle: Handler): Handler {
  return async (request) => {
    try {
      return await handle(request);
    } catch (error) {
      const expected = error instanceof BestiaryError ? error : expectedDatabaseError(error);
      return errorResponse(expected ?? maskDefect(error));
    }
  };
}

function notFound(request: Request): BestiaryError {
  return new BestiaryError('not_found', `there is nothing at ${new URL(request.url).pathname}`);
}

/** A web stream of what is left of an iterator whose first chunk was taken already. */
function streamOf(first: Uint8Array, rest: AsyncIterator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (first.byteLength > 0) controller.enqueue(first);
    },
    async pull(controller) {
      const next = await rest.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await rest.return?.();
    },
  });
}
