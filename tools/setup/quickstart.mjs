import { join } from 'node:path';
import { onParentEnd } from './parent.mjs';
import { prepare } from './prepare.mjs';
import { BestiaryProcess } from './quickstart/bestiary-process.mjs';
import { HELP, readOptions } from './quickstart/options.mjs';
import { summary } from './quickstart/summary.mjs';
import { reportFailure, say, StepFailed } from './steps.mjs';

/** In the order in which they were started. @type {BestiaryProcess[]} */
const processes = [];
const interrupt = new AbortController();
/** Rejects when a person wants to end. @type {Promise<never>} */
const interrupted = new Promise((_, reject) =>
  interrupt.signal.addEventListener('abort', () => reject(interrupt.signal.reason)),
);
interrupted.catch(() => undefined);

/** @param {readonly string[]} args */
function start(args) {
  interrupt.signal.throwIfAborted();
  const started = new BestiaryProcess(args);
  processes.push(started);
  return started;
}

/** @param {import('./quickstart/options.mjs').QuickstartOptions} options */
async function quickstart({ once, data, port, dataDir }) {
  await prepare();

  const server = start(['up', '--port', String(port), '--data-dir', dataDir]);
  const {
    url,
    dataDir: itsDataDir,
    alreadyRunning,
  } = /** @type {{url: string, dataDir: string | null, alreadyRunning: boolean}} */ (
    await Promise.race([server.answer(), interrupted])
  );
  if (itsDataDir !== dataDir) {
    throw new StepFailed(
      `the server at ${url} keeps its data in ${itsDataDir ?? 'another place'}, not in ${dataDir}.\n` +
        'Choose another port for a second one: npm run quickstart -- --port N',
    );
  }
  say(`${alreadyRunning ? 'using the server that is up' : 'server is up'}: ${url}, data folder ${dataDir}`);
  const serverEnded = alreadyRunning
    ? new Promise(() => undefined)
    : server.ended.then((how) => {
        throw new StepFailed(`the server ended by itself (${how || 'exit 0'}): see above`);
      });
  serverEnded.catch(() => undefined);
  /** @template T @param {Promise<T>} work @returns {Promise<T>} */
  const whileUp = (work) => Promise.race([work, interrupted, /** @type {Promise<never>} */ (serverEnded)]);

  const images = data ?? join(dataDir, 'sample');
  if (data === undefined) await whileUp(start(['dataset', 'sample', images]).answer());
  const training = start(['train', '--data', images, '--server', url]);
  const report = /** @type {import('./quickstart/summary.mjs').TrainReport} */ (
    await whileUp(training.answer())
  );
  const how = await training.ended;
  if (how !== '') throw new StepFailed(`the training failed (${how}): see above`);
  console.log(`\n${summary(report, { images, dataDir })}\n`);

  if (once) return;
  if (alreadyRunning) return say('The server was up before, and stays up.');
  console.log(`Open ${report.url}\nCtrl-C stops the server; its data stays in ${dataDir}.`);
  await Promise.race([serverEnded, new Promise((done) => interrupt.signal.addEventListener('abort', done))]);
}

/** @param {string} reason */
function stop(reason) {
  interrupt.abort(new Error(`interrupted (${reason})`));
}
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    if (!interrupt.signal.aborted) return stop(signal);
    for (const each of processes) each.kill();
    process.exit(130);
  });
}
onParentEnd(() => stop('npm has ended'));

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) {
    console.log(HELP);
    process.exit(0);
  }
  await quickstart(options).catch((error) => {
    if (!interrupt.signal.aborted) return reportFailure(error);
    say(interrupt.signal.reason.message);
    process.exitCode = 130;
  });
  for (const each of processes.reverse()) await each.end();
} catch (error) {
  say(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  process.exitCode = 2;
}
