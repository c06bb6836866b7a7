import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Says why a test is skipped that wants a MinIO server, and how to get one. */
export const NO_MINIO =
  'no MinIO server: put one on the PATH or name it by MINIO_BINARY (go install github.com/minio/minio@latest)';
const START_WITHIN_MS = 20_000;

export type Minio = {
  endpoint: string;
  accessKey: string;
  secretKey: string;
  stop: () => Promise<void>;
};

/** The program `minio`, by MINIO_BINARY or on the PATH; undefined where there is none. */
export function findMinio(): string | undefined {
  const named = process.env.MINIO_BINARY;
  if (named) return existsSync(named) ? named : undefined;
  const program = process.platform === 'win32' ? 'minio.exe' : 'minio';
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, program))
    .find((file) => existsSync(file));
}

/** Starts a real MinIO on an empty folder, with keys of its own, on 127.0.0.1. */
export async function startMinio(binary: string): Promise<Minio> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bestiary-minio-'));
  const port = await freePort();
  const accessKey = 'bestiary-test';
  const secretKey = randomBytes(18).toString('hex');
  const server = spawn(binary, ['server', folder, '--address', `127.0.0.1:${port}`, '--quiet'], {
    env: { ...process.env, MINIO_ROOT_USER: accessKey, MINIO_ROOT_PASSWORD: secretKey, MINIO_BROWSER: 'off' },
    stdio: 'ignore',
  });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async () => {
    server.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  const endpoint = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + START_WITHIN_MS; ; await sleep(50)) {
    const ready = await fetch(`${endpoint}/minio/health/live`).catch(() => undefined);
    if (ready?.ok) return { endpoint, accessKey, secretKey, stop };
    if (Date.now() > until || server.exitCode !== null) {
      await stop();
      throw new Error(`${binary} did not start within ${START_WITHIN_MS} ms`);
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
