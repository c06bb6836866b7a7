import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { at } from '../paths.mjs';
import { StepFailed } from '../steps.mjs';

const BESTIARY = at('apps/trainer/bin/bestiary.mjs');

/**
 * One `bestiary` command as a process. It has a process group of its own, so that Ctrl-C reaches it only through
 * `end`, in the order in which things must end. What it has to say goes to the screen.
 */
export class BestiaryProcess {
  #name;
  #child;
  #lines;
  /** How it ended: `''` is well. @type {Promise<string>} */
  ended;

  /** @param {readonly string[]} args of the command, which must print JSON */
  constructor(args) {
    this.#name = `bestiary ${args[0]}`;
    this.#child = spawn(process.execPath, [BESTIARY, ...args, '--json'], {
      cwd: at(),
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: process.platform !== 'win32',
    });
    this.#lines = createInterface({ input: this.#child.stdout });
    this.ended = new Promise((done) => {
      this.#child.once('error', (error) => done(error.message));
      this.#child.once('close', (status, signal) => done(status === 0 ? '' : `exit ${status ?? signal}`));
    });
  }

  /**
   * The first line that it prints, read as JSON.
   * @returns {Promise<unknown>}
   * @throws {StepFailed} when it ends before
   */
  async answer() {
    /** @type {string | undefined} */
    const line = await new Promise((done) => {
      this.#lines.once('line', done);
      void this.ended.then(() => done(undefined));
    });
    if (line === undefined) throw new StepFailed(`${this.#name} failed (${await this.ended}): see above`);
    return JSON.parse(line);
  }

  /** Asks it to end, and waits until it has. */
  async end() {
    this.#child.kill('SIGTERM');
    await this.ended;
  }

  /** Ends it at once; the server that it started notices, and ends too. */
  kill() {
    this.#child.kill('SIGKILL');
  }
}
