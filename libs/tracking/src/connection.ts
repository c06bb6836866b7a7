import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApiClient, type ApiClient } from './api-client.ts';
import { backoffMs } from './backoff.ts';
import { isTransient, reasonOf } from './failure.ts';

/** What `attempt` throws once the connection is closed: what was not sent stays in the journal. */
export class ConnectionClosed extends Error {
  constructor() {
    super('the connection was closed before the server answered');
    this.name = 'ConnectionClosed';
  }
}

export interface ConnectionEvents {
  /** The first failure of a series: the server does not answer. */
  away(reason: string): void;
  /** The first success after `away`. */
  back(afterMs: number): void;
}

/** One server as seen by one run: repeats what failed for the moment, and knows since when the server is away. */
export class Connection {
  readonly serverUrl: string;
  readonly api: ApiClient;
  readonly #events: ConnectionEvents;
  readonly #closing = new AbortController();
  /** resolves at `close` */
  readonly whenClosed: Promise<void>;
  #awaySince: number | null = null;

  constructor(serverUrl: string, events: ConnectionEvents) {
    this.serverUrl = serverUrl;
    this.api = createApiClient(serverUrl);
    this.#events = events;
    const { signal } = this.#closing;
    setMaxListeners(0, signal); // one for each request under way
    this.whenClosed = new Promise((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    );
  }

  /** Unix milliseconds of the first failure since the last success; `null` while the server answers. */
  get awaySince(): number | null {
    return this.#awaySince;
  }

  get closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /**
   * Does `work` until it succeeds, waiting longer after each transient failure.
   *
   * @throws ConnectionClosed after `close`
   * @throws what `work` threw when repeating it can't help
   */
  async attempt<T>(work: (api: ApiClient, signal: AbortSignal) => Promise<T>): Promise<T> {
    for (let failures = 0; ;) {
      if (this.closed) throw new ConnectionClosed();
      try {
        const result = await work(this.api, this.#closing.signal);
        this.#succeeded();
        return result;
      } catch (error) {
        if (this.closed) throw new ConnectionClosed();
        if (!isTransient(error)) throw error;
        this.#failed(error);
        failures += 1;
        await sleep(backoffMs(failures, Math.random()), undefined, { signal: this.#closing.signal }).catch(
          () => undefined,
        );
      }
    }
  }

  /** Stops all attempts, those under way included. */
  close(): void {
    this.#closing.abort();
  }

  #succeeded(): void {
    if (this.#awaySince === null) return;
    const afterMs = Date.now() - this.#awaySince;
    this.#awaySince = null;
    this.#events.back(afterMs);
  }

  #failed(error: unknown): void {
    if (this.#awaySince !== null) return;
    this.#awaySince = Date.now();
    this.#events.away(reasonOf(error));
  }
}
