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

/** MLflow's tracking server on a free loopback port, on `database` (a Postgres URL) or else SQLite in a temporary folder. */
export async function startMlflow(python: string, database?: string): Promise<MlflowServer> {
  const folder = await mkdtemp(join(tmpdir(), 'bestiary-bench-mlflow-'));
  const port = await freePort();
  const store = database ?? `sqlite:///${join(folder, 'mlflow.db')}`;
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
  const deadline = Date.now() + 120_000;
  while (
    !(await fetch(`${url}/health`).then(
      (r) => r.ok,
      () => false,
    ))
  ) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error('MLflow did not start');
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
