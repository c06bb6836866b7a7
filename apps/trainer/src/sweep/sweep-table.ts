import type { Sweep } from '@bestiary/contracts/sweep-record';
import type { TrialSummary } from '@bestiary/tracking/sweep-client';
import type { TextStream } from '../terminal/progress.ts';
import {
  describeBest,
  describeParams,
  describeProgress,
  describeValues,
  topTrials,
  trialTable,
} from './sweep-lines.ts';

const BEST_SHOWN = 5;

/** How a sweep goes: on a terminal a table that is drawn over itself, elsewhere a line for each trial that has ended. */
export class SweepTable {
  readonly #stream: TextStream;
  readonly #told = new Set<number>();
  #drawn = 0;

  constructor(stream: TextStream) {
    this.#stream = stream;
  }

  /** A lasting line. */
  say(line: string): void {
    this.#clear();
    this.#stream.write(`${line}\n`);
  }

  show(sweep: Sweep, trials: readonly TrialSummary[]): void {
    if (this.#stream.isTTY) this.#draw(sweep, trials);
    else this.#tell(sweep, trials);
  }

  /** Removes what is redrawn. */
  end(): void {
    this.#clear();
  }

  #draw(sweep: Sweep, trials: readonly TrialSummary[]): void {
    const width = (this.#stream.columns ?? 80) - 1;
    const top = topTrials(sweep, trials, BEST_SHOWN);
    const lines = [describeProgress(sweep), ...(top.length > 0 ? trialTable(sweep, top) : [])];
    this.#clear();
    this.#stream.write(lines.map((line) => `${line.slice(0, width)}\n`).join(''));
    this.#drawn = lines.length;
  }

  #tell(sweep: Sweep, trials: readonly TrialSummary[]): void {
    const ended = trials.filter(
      ({ number, status }) => !this.#told.has(number) && status !== 'queued' && status !== 'running',
    );
    for (const { number, status, values, params, error } of ended.sort((a, b) => a.number - b.number)) {
      this.#told.add(number);
      const result = values === null ? '' : ` ${describeValues(sweep.config.objective, values)}`;
      const reason = error === null ? '' : `: ${error.message}`;
      this.#stream.write(`trial ${number} ${status}${result}${reason}  ${describeParams(params)}\n`);
    }
    if (ended.length > 0) this.#stream.write(`${describeProgress(sweep)}; ${describeBest(sweep)}\n`);
  }

  #clear(): void {
    if (this.#drawn === 0) return;
    this.#stream.write(`\u001b[${this.#drawn}A\u001b[0J`);
    this.#drawn = 0;
  }
}
