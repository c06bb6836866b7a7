import { spawn } from 'node:child_process';
import { onParentEnd } from './parent.mjs';
import { at } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { reportFailure, say, StepFailed } from './steps.mjs';

const HELP = `Usage: npm run dev [-- SERVER OPTIONS]

The server in development mode (pages reload as they change) beside the compiler that watches the libraries.

Example: npm run dev -- --port 4811`;

/** @param {readonly string[]} serverOptions */
async function develop(serverOptions) {
  await prepare({ pages: false });
  const processes = {
    'the compiler': start([at('node_modules/typescript/bin/tsc'), '-b', '--watch', '--preserveWatchOutput']),
    'the server': start([at('apps/dashboard/dist/server/main.js'), '--dev', ...serverOptions]),
  };
  let ending = false;
  // once: a second signal would cut the server's orderly end short
  const end = () => {
    if (ending) return;
    ending = true;
    for (const { child } of Object.values(processes)) child.kill('SIGTERM');
  };
  process.on('SIGINT', end).on('SIGTERM', end);
  onParentEnd(end);
  const first = await Promise.race(
    Object.entries(processes).map(async ([name, { closed }]) => `${name} ended by itself (${await closed})`),
  );
  const byItself = !ending;
  end();
  await Promise.all(Object.values(processes).map(({ closed }) => closed));
  if (byItself) throw new StepFailed(first);
}

/** In a process group of its own, so that Ctrl-C reaches it only through `end`. @param {readonly string[]} args */
function start(args) {
  const child = spawn(process.execPath, args, {
    cwd: at(),
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    detached: process.platform !== 'win32',
  });
  /** @type {Promise<string>} */
  const closed = new Promise((done) => {
    child.once('error', (error) => done(error.message));
    child.once('close', (status, signal) => done(`exit ${status ?? signal}`));
  });
  return { child, closed };
}

const args = process.argv.slice(2);
if (args.includes('--help')) say(HELP);
else await develop(args).catch(reportFailure);
