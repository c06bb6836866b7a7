import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { workspaceFile } from './workspace.ts';

/** The real server, production build, with a folder store in a temporary folder. */
export interface BenchServer {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** @param databaseUrl its Postgres; left out: an embedded one of its own in the temporary folder */
export async function startBenchServer(databaseUrl = ''): Promise<BenchServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bestiary-bench-'));
  const main = workspaceFile('apps/dashboard/dist/server/main.js');
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      BESTIARY_DATA_DIR: dataDir,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      S3_ENDPOINT: '',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    const event = JSON.parse(line) as { event?: string; url?: string };
    if (event.event !== 'ready' || event.url === undefined) continue;
    child.stdout.resume();
    return {
      url: event.url,
      pid: child.pid!,
      async stop() {
        child.kill('SIGTERM');
        await closed;
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  }
  throw new Error(
    'the server ended before it was ready (its messages are above); build it first: npm run build',
  );
}
