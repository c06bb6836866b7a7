import type { Id } from '@bestiary/contracts/id';
import { batchLength } from './batch.ts';
import { ConnectionClosed, type Connection } from './connection.ts';
import { deliver, type PlainRecord } from './deliver.ts';
import { reasonOf } from './failure.ts';
import type { Journal, JournalEntry } from './journal.ts';

/**
 * After a request the next one starts no sooner than this (milliseconds) after the start of the last: a busy loop is
 * sent in batches, a quiet one at once.
 */
const PACE_MS = 20;

export type PlainEntry = JournalEntry<PlainRecord>;

/** Sends a run's plain records in the order in which they were pushed, one request at a time. */
export class Sender {
  readonly #connection: Connection;
  readonly #journal: Journal;
  readonly #runId: Id;
  readonly #onRefused: (reason: string) => void;
  #queue: PlainEntry[] = [];
  #running = false;
  #pushed = 0;
  #settled = 0;
  #waiting: { upTo: number; resolve: () => void }[] = [];
  #hurry: (() => void) | null = null;

  constructor(connection: Connection, journal: Journal, runId: Id, onRefused: (reason: string) => void) {
    this.#connection = connection;
    this.#journal = journal;
    this.#runId = runId;
    this.#onRefused = onRefused;
  }

  push(entry: PlainEntry): void {
    this.#queue.push(entry);
    this.#pushed += 1;
    if (!this.#running) void this.#run();
  }

  /** Resolves when everything pushed up to now is stored by the server or refused; not before the server answers. */
  flush(): Promise<void> {
    this.#hurry?.();
    if (this.#settled >= this.#pushed) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ upTo: this.#pushed, resolve }));
  }

  async #run(): Promise<void> {
    this.#running = true;
    await nextTurn(); // what is logged together travels together
    while (this.#queue.length > 0) {
      const started = performance.now();
      const batch = this.#queue.slice(0, batchLength(recordsOf(this.#queue)));
      const records = batch.map((entry) => entry.record);
      try {
        await this.#connection.attempt((api, signal) => deliver(api, this.#runId, records, signal));
        this.#journal.acknowledge(batch);
      } catch (error) {
        if (error instanceof ConnectionClosed) return;
        const reason = reasonOf(error);
        this.#journal.refuse(batch, reason);
        this.#onRefused(reason);
      }
      this.#queue = this.#queue.slice(batch.length);
      this.#settle(batch.length);
      await this.#pace(started + PACE_MS - performance.now());
    }
    this.#running = false;
  }

  #settle(count: number): void {
    this.#settled += count;
    const done = this.#waiting.filter(({ upTo }) => upTo <= this.#settled);
    this.#waiting = this.#waiting.filter(({ upTo }) => upTo > this.#settled);
    for (const { resolve } of done) resolve();
  }

  /** Waits, unless somebody waits in `flush`. */
  async #pace(milliseconds: number): Promise<void> {
    if (milliseconds <= 0 || this.#waiting.length > 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#hurry = null;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function* recordsOf(entries: readonly PlainEntry[]): Generator<PlainRecord> {
  for (const { record } of entries) yield record;
}
