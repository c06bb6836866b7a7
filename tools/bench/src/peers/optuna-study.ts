import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Readable, type Writable } from 'node:stream';
import { type SamplerType, type Space, type TrialParams } from '@bestiary/contracts/sweep';
import { workspaceFile } from '../workspace.ts';

/** An Optuna of its own process, asked for points one by one. */
export class OptunaStudy {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: AsyncIterator<string>;
  #errors = '';

  /** @param python one with optuna, and cmaes, scipy and torch for its CMA-ES, Sobol and GP samplers */
  constructor(python: string) {
    this.#child = spawn(python, [workspaceFile('tools/bench/src/peers/optuna_ask.py')], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  /** Begins a study and gives its first parameters. */
  begin(sampler: SamplerType, space: Space, seed: number): Promise<TrialParams> {
    const parameters = Object.entries(space).map(([name, param]) => ({ name, ...param }));
    return this.#ask({ sampler, space: parameters, seed });
  }

  /** Tells what the last parameters were worth, less being better, and gives the next. */
  next(value: number): Promise<TrialParams> {
    return this.#ask({ value });
  }

  async stop(): Promise<void> {
    this.#child.stdin.end();
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
  }

  async #ask(message: object): Promise<TrialParams> {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
    const line = await this.#lines.next();
    if (line.done) throw new Error(`Optuna ended:\n${this.#errors.slice(-4_000)}`);
    return JSON.parse(line.value) as TrialParams;
  }
}
