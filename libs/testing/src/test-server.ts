import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEnv } from '@bestiary/api/env';
import { type Server, startServer } from '@bestiary/api/server';
import { type HttpServer, listen } from './http-server.ts';
import { createTestDatabase } from './test-database.ts';

export type TestServer = {
  /** stays the same from `kill` to `restart` */
  url: string;
  databaseUrl: string;
  dataDir: string;
  /** Cuts every connection in the middle of what it does, and listens no more. Database and files stay. */
  kill(): Promise<void>;
  /** Brings a new server up on the same address, database and files. */
  restart(): Promise<void>;
  /** Ends the server; removes the database and the files that it made for itself. */
  close(): Promise<void>;
};

/**
 * The real server, without the dashboard's pages: real HTTP, a real database, a real folder store.
 *
 * @param options.port 0 for any that is free
 * @param options.databaseUrl a migrated database to use; else one is made, and dropped in the end
 * @param options.access `keys`: nobody is let in without one
 * @param options.env more variables for the server, as S3_ENDPOINT
 */
export async function startTestServer(
  options: {
    port?: number;
    databaseUrl?: string;
    access?: 'open' | 'keys';
    env?: Record<string, string>;
  } = {},
): Promise<TestServer> {
  const database = options.databaseUrl === undefined ? await createTestDatabase() : undefined;
  const databaseUrl = options.databaseUrl ?? database!.url;
  const dataDir = await mkdtemp(path.join(tmpdir(), 'bestiary-test-server-'));
  const env = readEnv({ DATABASE_URL: databaseUrl, BESTIARY_DATA_DIR: dataDir, ...options.env });
  let running: { server: Server; http: HttpServer } | undefined;

  const start = async (port: number) => {
    const server = await startServer(env, options.access);
    const http = await listen((request) => server.handlers.route(request), port);
    running = { server, http };
    return http;
  };
  const kill = async () => {
    await running?.http.close();
    await running?.server.close();
    running = undefined;
  };
  const { url, port } = await start(options.port ?? 0);
  return {
    url,
    databaseUrl,
    dataDir,
    kill,
    restart: async () => {
      await start(port);
    },
    close: async () => {
      await kill();
      await rm(dataDir, { recursive: true, force: true });
      await database?.close();
    },
  };
}
