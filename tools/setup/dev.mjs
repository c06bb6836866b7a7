import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { at } from './paths.mjs';
import { onParentEnd } from './parent.mjs';
import { prepare } from './prepare.mjs';
import { reportFailure, say } from './steps.mjs';

/** The server in development mode (pages reload as they change) beside the compiler that watches the libraries. */
async function develop() {
  await prepare({ pages: false });
  const start = (/** @type {readonly string[]} */ args) =>
    spawn(process.execPath, args, { cwd: at(), stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const children = [
    start([at('node_modules/typescript/bin/tsc'), '-b', '--watch', '--preserveWatchOutput']),
    start([at('apps/dashboard/dist/server/main.js'), '--dev']),
  ];
  const closed = children.map((child) => once(child, 'close'));
  const stop = () => children.forEach((child) => child.kill('SIGTERM'));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  onParentEnd(stop);
  await Promise.race(closed);
  stop();
  await Promise.all(closed);
  say('stopped');
}

await develop().catch(reportFailure);
