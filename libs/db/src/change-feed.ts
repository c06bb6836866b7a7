import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Change, CHANGE_CHANNEL, type RunWrite, type SweepWrite } from './change.ts';
import { deferred } from './deferred.ts';
import { unavailable } from './unavailable.ts';

/** `gap`: announcements may have been missed (the connection was lost, or the reader was slow): read anew. */
export type FeedEvent<C extends Change = RunWrite> = { kind: 'change'; change: C } | { kind: 'gap' };

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
  readonly #subscribers = new Set<Listener>();
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
  subscribe(
    options: { runId?: string | undefined } & Subscription,
  ): Promise<AsyncIterable<FeedEvent<RunWrite>[]>> {
    const { runId } = options;
    return this.#subscribe(
      new Subscriber<RunWrite>(
        (change) => 'runId' in change && (runId === undefined || runId === change.runId),
      ),
      options,
    );
  }

  /** As {@link subscribe}, the changes of one sweep, or of all. */
  subscribeToSweeps(
    options: { sweepId?: string | undefined } & Subscription,
  ): Promise<AsyncIterable<FeedEvent<SweepWrite>[]>> {
    const { sweepId } = options;
    return this.#subscribe(
      new Subscriber<SweepWrite>(
        (change) => 'sweepId' in change && (sweepId === undefined || sweepId === change.sweepId),
      ),
      options,
    );
  }

  async #subscribe<C extends RunWrite | SweepWrite>(
    subscriber: Subscriber<C>,
    { signal, withinMs = 10_000 }: Subscription,
  ): Promise<AsyncIterable<FeedEvent<C>[]>> {
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
        if (!first) for (const subscriber of this.#subscribers) subscriber.miss();
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
    for (const subscriber of this.#subscribers) subscriber.hear(change);
  }
}

type Subscription = { signal: AbortSignal; withinMs?: number };

interface Listener {
  hear(change: Change): void;
  /** Changes may have gone by unheard. */
  miss(): void;
  end(): void;
}

class Subscriber<C extends Change> implements Listener {
  readonly #wants: (change: Change) => boolean;
  #waiting: FeedEvent<C>[] = [];
  #ended = false;
  #wake = deferred();

  /** @param wants whether a change is a `C` that is subscribed to */
  constructor(wants: (change: Change) => boolean) {
    this.#wants = wants;
  }

  hear(change: Change): void {
    if (this.#wants(change)) this.#push({ kind: 'change', change: change as C });
  }

  miss(): void {
    this.#push({ kind: 'gap' });
  }

  #push(event: FeedEvent<C>): void {
    if (this.#waiting.length >= MAX_WAITING) this.#waiting = [{ kind: 'gap' }];
    else this.#waiting.push(event);
    this.#wake.resolve();
  }

  end(): void {
    this.#ended = true;
    this.#wake.resolve();
  }

  async *events(stop: () => void): AsyncGenerator<FeedEvent<C>[]> {
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
