import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { at } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { reportFailure, say, StepFailed } from './steps.mjs';

const HELP = `Usage: npm run quickstart [-- OPTIONS]

From a bare clone to a trained classifier in the dashboard: installs, builds, starts the server with embedded Postgres,
draws the sample set, trains on it, and stays up until Ctrl-C.

  --once         stop after the training
  --data DIR     train on your own folder of images (one folder a class) instead of the sample set
  --port N       the server's port (default 4810)
  --data-dir DIR where the server keeps its data (default .bestiary)
  --help

Example: npm run quickstart -- --data ~/pictures/birds`;

const BESTIARY = at('apps/trainer/bin/bestiary.mjs');

/** Reads the command line; answers --help and mistakes itself. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        once: { type: 'boolean', default: false },
        data: { type: 'string' },
        port: { type: 'string', default: '4810' },
        'data-dir': { type: 'string', default: process.env.BESTIARY_DATA_DIR || '.bestiary' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Error(`--port: expected 0 to 65535, got ${values.port}`);
    if (values.data !== undefined && !existsSync(values.data))
      throw new Error(`--data: there is no folder ${resolve(values.data)}`);
    return { once: values.once, data: values.data, port, dataDir: resolve(at(), values['data-dir']) };
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    process.exit(2);
  }
}

/** Starts the server as a process of its own and waits for its line. @param {number} port @param {string} dataDir */
async function startServer(port, dataDir) {
  const child = spawn(
    process.execPath,
    [BESTIARY, 'up', '--port', String(port), '--data-dir', dataDir, '--json'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: at(),
      detached: true, // Ctrl-C reaches it only through stop(), after the training has said its last words
    },
  );
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) throw new StepFailed('the server did not start; what it said stands above');
  /** @type {{url: string, dataDir: string | null, alreadyRunning: boolean}} */
  const { url, dataDir: folder, alreadyRunning } = JSON.parse(first.value);
  return {
    url,
    dataDir: folder,
    alreadyRunning,
    ended,
    async stop() {
      if (alreadyRunning) return;
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Runs one `bestiary` command with its progress on the screen. @param {readonly string[]} args @param {AbortSignal} signal @returns {Promise<string>} what it printed */
async function bestiary(args, signal) {
  const child = spawn(process.execPath, [BESTIARY, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: at(),
    detached: true,
  });
  const stop = () => child.kill('SIGINT');
  signal.addEventListener('abort', stop);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => (printed += text));
  const [status] = await once(child, 'close');
  signal.removeEventListener('abort', stop);
  if (status !== 0)
    throw new StepFailed(`bestiary ${args[0]} ended with status ${status}; what it said stands above`);
  return printed;
}

/** @param {{runId: string, url: string, backend: string, weights: {name: string}, counts: Record<string, unknown>, final: {accuracy: number, balancedAccuracy: number | null}, timings: Record<string, number>}} result @param {string} folder @param {string | null} dataDir */
function summary(result, folder, dataDir) {
  const percent = (/** @type {number | null | undefined} */ value) =>
    value == null ? '–' : `${(100 * value).toFixed(1)} %`;
  /** @type {[string, string][]} */
  const rows = [
    ['images', folder],
    ['validation accuracy', percent(result.final.accuracy)],
    ['balanced accuracy', percent(result.final.balancedAccuracy)],
    ['engine', result.backend],
    ['weights', result.weights.name],
    ...Object.entries(result.timings).map(
      ([phase, ms]) => /** @type {[string, string]} */ ([`${phase}`, `${(ms / 1000).toFixed(2)} s`]),
    ),
    ['data folder', dataDir ?? '(on the server)'],
    ['run', result.url],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
}

const options = readOptions();
const stopping = new AbortController();
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort();
  });
}

/** @type {Awaited<ReturnType<typeof startServer>> | undefined} */
let server;
try {
  await prepare();
  stopping.signal.throwIfAborted();
  server = await startServer(options.port, options.dataDir);
  say(
    `${server.alreadyRunning ? 'using the server that is up' : 'server is up'}: ${server.url}, data folder ${server.dataDir ?? '(on the server)'}`,
  );
  const folder = options.data === undefined ? join(options.dataDir, 'sample') : resolve(options.data);
  if (options.data === undefined) await bestiary(['dataset', 'sample', folder], stopping.signal);
  const result = JSON.parse(
    await bestiary(['train', '--data', folder, '--server', server.url, '--json'], stopping.signal),
  );
  console.log(`\n${summary(result, folder, server.dataDir)}\n`);
  if (!options.once) {
    if (server.alreadyRunning) say('The server was up before and stays up.');
    else {
      console.log(`Open ${result.url}\nCtrl-C stops the server; its data stays in ${server.dataDir}.`);
      const interrupted = new Promise((done) =>
        stopping.signal.addEventListener('abort', () => done('interrupted'), { once: true }),
      );
      if (!stopping.signal.aborted && (await Promise.race([interrupted, server.ended])) !== 'interrupted') {
        throw new StepFailed('the server ended by itself; what it said stands above');
      }
    }
  }
} catch (error) {
  if (stopping.signal.aborted) process.exitCode = 130;
  else reportFailure(error);
} finally {
  await server?.stop();
  if (stopping.signal.aborted && process.exitCode === undefined) process.exitCode = 0;
}
