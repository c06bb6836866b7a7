/** A transient line is redrawn this often at most (milliseconds). */
const REDRAW_MS = 80;
/** Where lines can't be redrawn, a long phase says how far it is this often (milliseconds). */
const PLAIN_EVERY_MS = 10_000;

export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * What a command says while it works: lasting lines, and on a terminal one line that is redrawn. All lasting lines are
 * kept, with their time, for the run's log.
 */
export class Progress {
  readonly #stream: TextStream;
  readonly #log: string[] = [];
  #drawn = false;
  #lastDrawn = 0;

  constructor(stream: TextStream) {
    this.#stream = stream;
    this.#lastDrawn = Date.now();
  }

  /** The lasting lines so far, each with its time. */
  get log(): string {
    return this.#log.map((line) => `${line}\n`).join('');
  }

  line(text: string): void {
    this.#clear();
    this.#stream.write(`${text}\n`);
    const time = new Date().toISOString();
    for (const line of text.split('\n')) this.#log.push(`${time} ${line}`);
  }

  /** `label done/total`: redrawn in place on a terminal, else a line of its own every ten seconds. */
  step(label: string, done: number, total: number): void {
    const now = Date.now();
    const text = `${label} ${done}/${total}`;
    if (this.#stream.isTTY) {
      if (now - this.#lastDrawn < REDRAW_MS && done < total) return;
      this.#clear();
      this.#stream.write(
        `${text} ${bar(done / Math.max(1, total))}`.slice(0, (this.#stream.columns ?? 80) - 1),
      );
      this.#drawn = true;
      this.#lastDrawn = now;
    } else if (now - this.#lastDrawn >= PLAIN_EVERY_MS) {
      this.#stream.write(`${text}\n`);
      this.#lastDrawn = now;
    }
  }

  /** Removes the redrawn line, so that what comes next starts on a clean one. */
  end(): void {
    this.#clear();
  }

  #clear(): void {
    if (!this.#drawn) return;
    this.#stream.write('\r\u001b[2K');
    this.#drawn = false;
  }
}

function bar(share: number): string {
  const width = 24;
  const full = Math.round(width * Math.min(1, share));
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
}
