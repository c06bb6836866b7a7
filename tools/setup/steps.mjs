import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOGS, ROOT } from './paths.mjs';

const terminal = process.stderr.isTTY === true && !process.env.CI;
const colour = terminal && !process.env.NO_COLOR;
/** @param {string} code @param {string} text */
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

/** A step of set-up that failed: what, with which command, and where its output is. */
export class StepFailed extends Error {
  /** @param {string} message @param {string} [log] */
  constructor(message, log) {
    super(message);
    this.name = 'StepFailed';
    this.log = log;
  }
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** @param {string} line */
export function warn(line) {
  say(`${paint('33', '!')} ${line}`);
}

/**
 * Runs one step and reports it: a line that is updated on a terminal, one plain line elsewhere.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = Date.now();
  if (terminal) process.stderr.write(`${paint('2', '·')} ${title} …`);
  const finish = (/** @type {string} */ mark) => {
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    say(`${terminal ? '\r\u001b[2K' : ''}${mark} ${title} ${paint('2', `(${seconds} s)`)}`);
  };
  try {
    const result = await work();
    finish(paint('32', '✓'));
    return result;
  } catch (error) {
    finish(paint('31', '✗'));
    throw error;
  }
}

/**
 * Runs a command to its end; its output goes to a log file, not to the screen. Ctrl-C ends it.
 *
 * @param {string} name of the log
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number}} [options]
 * @returns {Promise<void>}
 * @throws {StepFailed} with the last lines of the output
 */
export async function run(name, command, args, { cwd = ROOT, env, timeoutMs } = {}) {
  mkdirSync(LOGS, { recursive: true });
  const log = join(LOGS, `${name}.log`);
  const out = createWriteStream(log);
  await new Promise((resolve) => out.once('open', resolve));
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', out, out],
    timeout: timeoutMs,
    shell: process.platform === 'win32',
  });
  const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  /** @type {string} */
  const ended = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (status, signal) => resolve(status === 0 ? '' : `exit ${status ?? signal}`));
  });
  process.off('SIGINT', pass).off('SIGTERM', pass);
  out.close();
  if (ended === '') return;
  const tail = readFileSync(log, 'utf8').trim().split('\n').slice(-25).join('\n');
  throw new StepFailed(`\`${[command, ...args].join(' ')}\` failed (${ended}):\n${tail}`, log);
}

/** Prints what failed and where to look, and sets the exit status. @param {unknown} error */
export function reportFailure(error) {
  if (error instanceof StepFailed) {
    say(`\n${error.message}${error.log ? `\nIts whole output: ${error.log}` : ''}`);
  } else {
    say(`\n${error instanceof Error ? error.message : String(error)}`);
    if (process.env.DEBUG && error instanceof Error) say(String(error.stack));
  }
  process.exitCode = 1;
}
