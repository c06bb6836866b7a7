import { resolve } from 'node:path';
import { BestiaryError } from '@bestiary/contracts/error';
import { askServer } from '@bestiary/tracking/server';
import { onInterrupt } from './interrupt.ts';
import { startServerProcess } from './server-process.ts';
import { writeJson } from './terminal/result.ts';

export const DEFAULT_PORT = 4810;

export interface UpOptions {
  port?: number;
  host?: string;
  dataDir?: string;
  json?: boolean;
}

/** The data folder: what is given, else `BESTIARY_DATA_DIR`, else `.bestiary` here. */
export function dataFolder(given: string | undefined): string {
  return resolve(given ?? (process.env['BESTIARY_DATA_DIR'] || '.bestiary'));
}

/** Starts the server, says where it is, and stays until Ctrl-C or until the server ends. */
export async function up(options: UpOptions): Promise<void> {
  const { host = '127.0.0.1', port = DEFAULT_PORT } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new BestiaryError('usage', `--port: expected a whole number from 0 to 65535, got ${port}`);
  }
  const dataDir = dataFolder(options.dataDir);
  if (port !== 0 && (await isRunning(host, port, options, dataDir))) return;

  const interrupt = onInterrupt();
  try {
    const server = await startServerProcess({ host, port, dataDir, signal: interrupt.signal });
    if (options.json) {
      writeJson({ url: server.url, dataDir, pid: server.pid, alreadyRunning: false });
    } else {
      console.log(`Bestiary is up:  ${server.url}`);
      console.log(`Data folder:     ${dataDir}`);
      console.log('Ctrl-C stops it.');
    }
    const interrupted = new Promise<'interrupted'>((done) => {
      if (interrupt.signal.aborted) done('interrupted');
      interrupt.signal.addEventListener('abort', () => done('interrupted'), { once: true });
    });
    const what = await Promise.race([server.ended, interrupted]);
    if (what !== 'interrupted')
      throw new BestiaryError('unavailable', `the server ended by itself (${what})`);
    await server.stop();
  } finally {
    interrupt.dispose();
  }
}

/** @throws BestiaryError `conflict` when another program has the port, or a server on another data folder than was asked for */
async function isRunning(
  host: string,
  port: number,
  { json, dataDir: asked }: UpOptions,
  wanted: string,
): Promise<boolean> {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const url = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
  const server = await askServer(url).catch((error: unknown) => {
    if (!(error instanceof BestiaryError) || error.code !== 'conflict') return null;
    throw new BestiaryError('conflict', `port ${port} is taken by another program`, {
      hint: `Choose another: bestiary up --port ${port + 1}`,
    });
  });
  if (!server) return false;
  const { dataDir } = server;
  if (asked !== undefined && dataDir !== wanted) {
    throw new BestiaryError(
      'conflict',
      `the server at ${url} keeps its data in ${dataDir ?? 'another place'}, not in ${wanted}`,
      { hint: `Stop it, or choose another port for a second one: bestiary up --port ${port + 1}` },
    );
  }
  if (json) writeJson({ url, dataDir, pid: null, alreadyRunning: true });
  else {
    console.log(
      `Bestiary is already running:  ${url}${dataDir === null ? '' : `\nData folder:  ${dataDir}`}`,
    );
  }
  return true;
}
