import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { BestiaryError } from '@bestiary/contracts/error';
import next from 'next';
import type { NextServer, NextServerOptions } from 'next/dist/server/next.js';
import { inLocaleOf, provideReaderLocale } from './reader-locale.ts';
import { pagePolicy, SECURITY_HEADERS } from './security-headers.ts';
import { StaticFiles } from './static-files.ts';

/** Next is CommonJS: its default export is the function itself, whatever its types say. */
const createNext = next as unknown as (
  options: Partial<NextServerOptions>,
) => Pick<NextServer, 'prepare' | 'getRequestHandler' | 'close'>;

/** Next.js with the dashboard's pages. */
export interface Pages {
  handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param fileOrigins where artifacts are read from, besides this server
 * @throws BestiaryError `unavailable` where the pages have not been built
 */
export async function openPages(options: {
  dev: boolean;
  /** the server behind which Next runs; the development server takes its web sockets from it */
  http: Server;
  host: string;
  port: number;
  fileOrigins: readonly string[];
}): Promise<Pages> {
  const { dev, fileOrigins } = options;
  const folder = dashboardFolder();
  if (!dev && !existsSync(path.join(folder, '.next', 'BUILD_ID'))) {
    throw new BestiaryError('unavailable', `the pages are not built (there is no ${folder}/.next)`, {
      hint: 'run `npm run build` in the repository first',
    });
  }
  const app = createNext({
    dev,
    dir: folder,
    hostname: options.host,
    port: options.port,
    httpServer: options.http,
    quiet: !dev,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  provideReaderLocale();
  const files = dev ? undefined : await StaticFiles.open(path.join(folder, '.next', 'static'));
  return {
    async handle(incoming, outgoing) {
      if (await files?.answer(incoming, outgoing)) return;
      const policy = pagePolicy(randomBytes(16).toString('base64'), fileOrigins, dev);
      // Next takes the nonce of its scripts from the request's policy
      incoming.headers['content-security-policy'] = policy;
      outgoing.setHeader('Content-Security-Policy', policy);
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) outgoing.setHeader(name, value);
      await inLocaleOf(incoming.headers['accept-language'], () => handle(incoming, outgoing));
    },
    close: () => app.close(),
  };
}

/** `apps/dashboard`, from `server/` as from `dist/server/`. */
function dashboardFolder(): string {
  const here = fileURLToPath(new URL('..', import.meta.url));
  return path.basename(here) === 'dist' ? path.dirname(here) : path.resolve(here);
}
