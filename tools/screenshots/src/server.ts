import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVER_MAIN = fileURLToPath(new URL('../../../apps/dashboard/dist/server/main.js', import.meta.url));

/** The real server on an empty folder of its own. */
export interface ScreenshotServer {
  url: string;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

export async function startServer(): Promise<ScreenshotServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bestiary-screenshots-'));
  const child = spawn(process.execPath, [SERVER_MAIN, '--port', '0'], {
    env: { ...process.env, BESTIARY_DATA_DIR: dataDir, DATABASE_URL: '', S3_ENDPOINT: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    const { url } = JSON.parse(line) as { url: string };
    child.stdout.resume();
    return {
      url,
      async stop() {
        child.kill('SIGTERM');
        await closed;
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  }
  throw new Error('the server ended before it was ready; build it first: npm run build');
}
