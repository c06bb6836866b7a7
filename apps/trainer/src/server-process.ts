import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { BestiaryError } from '@bestiary/contracts/error';
import { z } from 'zod';

/** The built server, from src as from dist. */
const SERVER_MAIN = fileURLToPath(new URL('../../dashboard/dist/server/main.js', import.meta.url));
/** A server that was told to end gets this long (milliseconds) before it is killed. */
const END_WITHIN_MS = 15_000;

const ReadyLine = z.object({ event: z.literal('ready'), url: z.url() });

/** The server as a process of its own. */
export interface ServerProcess {
  url: string;
  pid: number;
  /** resolves with the exit status, or with the signal that ended it */
  ended: Promise<number | string>;
  /** asks it to end, and kills it when it does not; resolves when it has */
  stop(): Promise<void>;
}

/**
 * Starts the server and waits until it is ready. It is in a process group of its own, so that Ctrl-C reaches it only
 * through `stop`; its messages go to standard error.
 *
 * @param dataDir absolute
 * @throws BestiaryError `unavailable` when it is not built, or ends before it is ready
 */
export async function startServerProcess(options: {
  host: string;
  port: number;
  dataDir: string;
  signal: AbortSignal;
}): Promise<ServerProcess> {
  if (!existsSync(SERVER_MAIN)) {
    throw new BestiaryError('unavailable', `the server is not built (there is no ${SERVER_MAIN})`, {
      hint: 'Run `npm run setup` in the repository first.',
    });
  }
  const child = spawn(process.execPath, [SERVER_MAIN], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'], // the server ends when its standard input does: also when this process is killed
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOST: options.host,
      PORT: String(options.port),
      BESTIARY_DATA_DIR: options.dataDir,
      BESTIARY_EXIT_WITH_PARENT: '1',
    },
  });
  const ended = new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (status, signal) => resolve(status ?? signal ?? 'unknown'));
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
    await ended;
    clearTimeout(timer);
  };
  const aborted = (): void => void stop();
  options.signal.addEventListener('abort', aborted, { once: true });
  const ready = await new Promise<z.infer<typeof ReadyLine> | null>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const parsed = parseReady(line);
      if (parsed) resolve(parsed);
      else process.stderr.write(`${line}\n`);
    });
    void ended.then(() => resolve(null));
  });
  options.signal.removeEventListener('abort', aborted);
  if (ready) return { url: ready.url, pid: child.pid!, ended, stop };
  options.signal.throwIfAborted();
  throw new BestiaryError('unavailable', `the server ended before it was ready (${await ended})`, {
    hint: 'What it said stands above.',
  });
}

function parseReady(line: string): z.infer<typeof ReadyLine> | null {
  try {
    return ReadyLine.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
