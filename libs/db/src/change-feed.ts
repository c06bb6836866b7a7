import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Change, CHANGE_CHANNEL } from './change.ts';
import { deferred } from './deferred.ts';
import { unavailable } from './unavailable.ts';

/** `gap`: announcements may have been missed (the connection was lost, or the reader was slow): read anew. */
export type FeedEvent = { kind: 'change'; change: Change } | { kind: 'gap' };

const MAX_WAITING = 5_000;
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 5_000;
const CONNECT_WITHIN_MS = 5_000;
const PROBE_EVERY_MS = 15_000;
const PROBE_TIMEOUT_MS = 10_000;

/**
 * What other processes (and this one) write, as they commit it. One connection a process, however many subscribers;
 * reconnects by itself.
 */
export class ChangeFeed {
  readonly #connectionString: string;
  readonly #subscribers = new Set<Subscriber>();
  readonly #closing = new AbortController();
  #listening = deferred();
  readonly #done: Promise<void>;

  /** @param connectionString a Postgres URL; not of a pooler that shares connections between transactions */
  constructor(connectionString: string) {
    this.#connectionString = connectionString;
    this.#done = this.#run();
  }

  /**
   * The changes of one run, or of all, from the moment on which this resolves: read what there is after that, and
   * nothing is missed. Gives all that came since the last look at once. Ends when the signal aborts or the feed closes.
   *
   * @throws BestiaryError `unavailable` where the database does not let us listen within `withinMs`
   */
  async subscribe(options: {
    runId?: string | undefined;
    signal: AbortSignal;
    withinMs?: number;
  }): Promise<AsyncIterable<FeedEvent[]>> {
    const { runId, signal, withinMs = 10_000 } = options;
    const subscriber = new Subscriber(runId);
    this.#subscribers.add(subscriber);
    const stop = () => {
      this.#subscribers.delete(subscriber);
      subscriber.end();
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted || this.#closing.signal.aborted) stop();
    const late = new AbortController();
    try {
      await Promise.race([
        this.#listening.promise,
        sleep(withinMs, undefined, { signal: late.signal, ref: false }).then(() => {
          throw unavailable(this.#connectionString, `no answer to LISTEN within ${withinMs} ms`, undefined);
        }),
      ]);
    } catch (error) {
      stop();
      throw error;
    } finally {
      late.abort();
    }
    return subscriber.events(stop);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const subscriber of this.#subscribers) subscriber.end();
    this.#subscribers.clear();
    this.#listening.resolve();
    await this.#done;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    let retryMs = RETRY_FIRST_MS;
    for (let first = true; !signal.aborted;) {
      const client = new pg.Client({
        connectionString: this.#connectionString,
        connectionTimeoutMillis: CONNECT_WITHIN_MS,
        query_timeout: PROBE_TIMEOUT_MS,
        keepAlive: true,
        application_name: 'bestiary changes',
      });
      const lost = new Promise<void>((resolve) => {
        client.on('error', () => resolve());
        client.on('end', () => resolve());
      });
      client.on('notification', ({ payload }) => this.#dispatch(payload));
      try {
        await client.connect();
        await client.query(`LISTEN ${CHANGE_CHANNEL}`);
        retryMs = RETRY_FIRST_MS;
        if (!first) for (const subscriber of this.#subscribers) subscriber.push({ kind: 'gap' });
        first = false;
        this.#listening.resolve();
        await Promise.race([lost, this.#probe(client)]);
      } catch {
        // told to subscribers as a gap, or as unavailable when they ask
      }
      await client.end().catch(() => undefined);
      if (signal.aborted) break;
      this.#listening = deferred();
      await sleep(retryMs, undefined, { signal, ref: false }).catch(() => undefined);
      retryMs = Math.min(retryMs * 2, RETRY_MAX_MS);
    }
  }

  /** Ends when the connection does not answer any more, as after the network was cut. */
  async #probe(client: pg.Client): Promise<void> {
    for (;;) {
      await sleep(PROBE_EVERY_MS, undefined, { signal: this.#closing.signal, ref: false });
      await client.query('SELECT 1');
    }
  }

  #dispatch(payload: string | undefined): void {
    if (payload === undefined) return;
    const change = JSON.parse(payload) as Change;
    for (const subscriber of this.#subscribers) {
      if (subscriber.runId === undefined || subscriber.runId === change.runId) {
        subscriber.push({ kind: 'change', change });
      }
    }
  }
}

class Subscriber {
  readonly runId: string | undefined;
  #waiting: FeedEvent[] = [];
  #ended = false;
  #wake = deferred();

  constructor(runId: string | undefined) {
    this.runId = runId;
  }

  push(event: FeedEvent): void {
    if (this.#waiting.length >= MAX_WAITING) this.#waiting = [{ kind: 'gap' }];
    else this.#waiting.push(event);
    this.#wake.resolve();
  }

  end(): void {
    this.#ended = true;
    this.#wake.resolve();
  }

  async *events(stop: () => void): AsyncGenerator<FeedEvent[]> {
    try {
      while (!this.#ended) {
        if (this.#waiting.length === 0) {
          await this.#wake.promise;
          this.#wake = deferred();
          continue;
        }
        const events = this.#waiting;
        this.#waiting = [];
        yield events;
      }
    } finally {
      stop();
    }
  }
}
