import { createServer, type Server as HttpServer } from 'node:http';
import path from 'node:path';
import { appRouter } from '@bestiary/api/app.router';
import { readEnv, type ServerEnv } from '@bestiary/api/env';
import { startServer } from '@bestiary/api/server';
import { BestiaryError, ERROR_CODES } from '@bestiary/contracts/error';
import { FrontDoor } from './front-door.ts';
import { isLoopback } from './loopback.ts';
import { OpenRequests } from './open-requests.ts';
import { setPageContext } from './page-context.ts';
import { openPages } from './pages.ts';
import { onParentEnd } from './parent.ts';
import { readServerOptions } from './server-options.ts';

/** Requests under way when the server ends get this long (milliseconds). */
const DRAIN_WITHIN_MS = 5_000;

const closers: (() => Promise<unknown> | void)[] = [];
let ending = false;

async function start(): Promise<void> {
  const options = readServerOptions(process.argv.slice(2), process.env);
  const env = readEnv({
    ...process.env,
    ...(options.dataDir === undefined ? {} : { BESTIARY_DATA_DIR: options.dataDir }),
  });
  if (options.exitWithParent) onParentEnd(() => void end('the process that started this one has ended'));
  const began = Date.now();

  const open = new OpenRequests();
  const door = new FrontDoor({ allowedHosts: options.allowedHosts, open });
  const http = createServer((incoming, outgoing) => void door.receive(incoming, outgoing));
  http.requestTimeout = 0; // an upload of gigabytes takes its time; headersTimeout stays
  const port = await listen(http, options.host, options.port);
  closers.push(() => http.closeAllConnections());

  const dataDir = path.resolve(env.BESTIARY_DATA_DIR);
  say(`data folder: ${dataDir}`);
  say(env.DATABASE_URL === undefined ? 'starting embedded Postgres' : 'connecting to the database');
  const access = isLoopback(options.host) ? 'open' : 'keys';
  const server = await startServer(env, access);
  closers.push(() => server.close());
  say(`database ready, migrations applied (${Date.now() - began} ms)`);

  if (access === 'keys') {
    const first = await server.context.apiKeys.makeFirst();
    if (first !== undefined) say(`API key of an admin, shown this once: ${first}`);
  }
  setPageContext({ context: { ...server.context, caller: 'admin' }, router: appRouter });
  const pages = await openPages({
    dev: options.dev,
    http,
    host: options.host,
    port,
    fileOrigins: fileOriginsOf(env),
  });
  closers.push(() => pages.close());
  closers.push(async () => {
    http.close();
    http.closeIdleConnections();
    await open.drain(DRAIN_WITHIN_MS);
  });
  door.admit({ handlers: server.handlers, pages });
  const url = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`;
  say(`ready in ${((Date.now() - began) / 1_000).toFixed(1)} s: ${url}`);
  process.stdout.write(`${JSON.stringify({ event: 'ready', url, dataDir })}\n`);
}

/** Listens before anything else is begun, so that a port in use is told at once. @returns the port */
function listen(http: HttpServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const hint = 'choose another with --port N (or PORT=N), or end what listens there';
      if (error.code === 'EADDRINUSE') {
        reject(new BestiaryError('conflict', `port ${port} of ${host} is in use`, { cause: error, hint }));
      } else if (error.code === 'EACCES') {
        reject(
          new BestiaryError('forbidden', `port ${port} of ${host} may not be used`, { cause: error, hint }),
        );
      } else {
        reject(
          new BestiaryError('invalid_input', `cannot listen on ${host}:${port}: ${error.message}`, {
            cause: error,
          }),
        );
      }
    });
    http.listen(port, host, () => {
      const address = http.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Where a browser reads artifacts from: a signed address of S3 is on its own host. */
function fileOriginsOf(env: ServerEnv): string[] {
  const endpoint = env.S3_PUBLIC_ENDPOINT ?? env.S3_ENDPOINT;
  return endpoint === undefined ? [] : [new URL(endpoint).origin];
}

/** Ends in the reverse order of the start. A second call while it does ends at once. */
async function end(reason: string): Promise<void> {
  if (ending) {
    say('ending at once');
    process.exit(1);
  }
  ending = true;
  say(`${reason}: ending`);
  await started.catch(() => undefined); // what is half begun could not be ended
  let status = 0;
  for (const close of closers.splice(0).reverse()) {
    try {
      await close();
    } catch (error) {
      console.error(error);
      status = 1;
    }
  }
  process.exit(status);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(signal));

const started = start();
try {
  await started;
} catch (error) {
  if (!(error instanceof BestiaryError)) console.error(error);
  else if (!ending) say(`error: ${error.message}${error.hint === undefined ? '' : `\n${error.hint}`}`);
  for (const close of closers.splice(0).reverse()) await Promise.resolve(close()).catch(() => undefined);
  process.exit(error instanceof BestiaryError ? ERROR_CODES[error.code].exit : 1);
}
