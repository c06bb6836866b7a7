import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface MlflowServer {
  url: string;
  backend: 'Postgres' | 'SQLite';
  stop(): Promise<void>;
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** It makes its tables first: dozens of migrations (milliseconds). */
const START_WITHIN_MS = 300_000;

/** MLflow's tracking server on a free loopback port, on `database` (a Postgres URL) or else SQLite in a temporary folder. */
export async function startMlflow(python: string, database?: string): Promise<MlflowServer> {
  const folder = await mkdtemp(join(tmpdir(), 'bestiary-bench-mlflow-'));
  const port = await freePort();
  const store =
    database?.replace(/^postgres(ql)?:/, 'postgresql+psycopg2:') ?? `sqlite:///${join(folder, 'mlflow.db')}`;
  const child = spawn(
    join(dirname(python), 'mlflow'),
    [
      'server',
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--workers',
      '1',
      '--backend-store-uri',
      store,
      '--artifacts-destination',
      join(folder, 'artifacts'),
    ],
    { stdio: 'ignore', detached: true },
  );
  const closed = once(child, 'close');
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + START_WITHIN_MS;
  while (
    !(await fetch(`${url}/health`).then(
      (r) => r.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`MLflow ended with status ${child.exitCode}`);
    if (Date.now() > deadline) {
      process.kill(-child.pid!, 'SIGTERM');
      throw new Error(`MLflow did not start within ${START_WITHIN_MS / 60_000} minutes`);
    }
    await sleep(250);
  }
  return {
    url,
    backend: database === undefined ? 'SQLite' : 'Postgres',
    async stop() {
      process.kill(-child.pid!, 'SIGTERM');
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
