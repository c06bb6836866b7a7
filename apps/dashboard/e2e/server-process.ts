import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = path.resolve(import.meta.dirname, '../dist/server/main.js');

export interface ServerProcess {
  child: ChildProcess;
  url: string;
  port: number;
  /** resolves with the exit status (or signal) when the process has ended */
  ended: Promise<number | string>;
  /** all that it has written to standard error so far */
  messages: () => string;
  /** asks it to end, and waits for it */
  stop(): Promise<number | string>;
}

/** Starts the built server as a process, without waiting for it. */
export function spawnServer(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Omit<ServerProcess, 'url' | 'port'> {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is missing: run "npm run build" first`);
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: '',
      S3_ENDPOINT: '',
      HOST: '',
      PORT: '0',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = once(child, 'close').then(([status, signal]) => (status ?? signal) as number | string);
  return {
    child,
    ended,
    messages: () => text,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Starts the built server, and waits until it is ready. */
export async function startServerProcess(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<ServerProcess> {
  const server = spawnServer(env, args);
  for await (const line of createInterface({ input: server.child.stdout! })) {
    if (!line.startsWith('{')) continue;
    const { url } = JSON.parse(line) as { url: string };
    server.child.stdout!.resume();
    return { ...server, url, port: Number(new URL(url).port) };
  }
  throw new Error(`the server ended (${await server.ended}):\n${server.messages()}`);
}
