import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7, type Id } from '@bestiary/contracts/id';
import { WORKER_HEARTBEAT_MS, type NewWorker } from '@bestiary/contracts/worker';
import type { ApiClient } from './api-client.ts';
import { Connection, ConnectionClosed } from './connection.ts';
import { toBestiaryError } from './failure.ts';
import { HeldTrial } from './held-trial.ts';
import { normalizeServerUrl } from './server-url.ts';

/** How long leaving waits for a server that is away (milliseconds): it is a courtesy. */
const LEAVE_WITHIN_MS = 2_000;

export interface WorkerClientOptions extends Omit<NewWorker, 'id'> {
  serverUrl: string;
  /** told in one plain sentence when the server goes away or comes back */
  onNotice: (notice: string) => void;
}

/** What came of asking for a trial. */
export type Claim =
  | { kind: 'trial'; held: HeldTrial }
  | { kind: 'wait'; retryMs: number; reason: string }
  | { kind: 'done'; reason: string };

/** A worker as the server knows it. Whatever it asks, it asks until there is an answer: a server that is away is waited for. */
export class WorkerClient {
  readonly id: Id = uuidv7();
  readonly serverUrl: string;
  readonly #about: Omit<NewWorker, 'id'>;
  readonly #connection: Connection;
  #held: HeldTrial | null = null;
  #draining = false;
  #timer: NodeJS.Timeout | undefined;

  private constructor({ serverUrl, onNotice, ...about }: WorkerClientOptions) {
    this.serverUrl = normalizeServerUrl(serverUrl);
    this.#about = about;
    this.#connection = new Connection(this.serverUrl, {
      away: (reason) => onNotice(`${this.serverUrl} is away (${reason}); waiting for it`),
      back: (afterMs) => onNotice(`${this.serverUrl} is back after ${(afterMs / 1_000).toFixed(1)} s`),
    });
  }

  /** @throws BestiaryError what the server refuses it with */
  static async register(options: WorkerClientOptions): Promise<WorkerClient> {
    const worker = new WorkerClient(options);
    await worker.#register();
    worker.#timer = setInterval(() => void worker.#beat(), WORKER_HEARTBEAT_MS).unref();
    return worker;
  }

  /**
   * Asks for a trial. An answer that was lost is asked for again, and is the same trial.
   *
   * @throws BestiaryError what the server refuses it with: `not_found` for a sweep that is not there
   */
  async claim(): Promise<Claim> {
    const input = { workerId: this.id, sweepId: this.#about.sweepId, requestId: uuidv7() };
    const claim = await this.#ask((api, signal) => api.trials.claim.mutate(input, { signal }));
    if (claim.kind !== 'trial') return claim;
    this.#held = new HeldTrial(this.#connection, claim);
    return { kind: 'trial', held: this.#held };
  }

  /** Forgets the trial it had; called when that is ended. */
  ended(): void {
    this.#held = null;
  }

  /** Says that it takes no more trials, but ends the one it has. */
  drain(): void {
    this.#draining = true;
    void this.#beat();
  }

  /**
   * Says that it is gone, and why, and ends the connection.
   *
   * @param reason for people
   */
  async leave(reason: string): Promise<void> {
    clearInterval(this.#timer);
    const told = this.#connection
      .attempt((api, signal) => api.workers.leave.mutate({ id: this.id, reason }, { signal }))
      .catch(() => undefined);
    await Promise.race([told, sleep(LEAVE_WITHIN_MS, undefined, { ref: false })]);
    this.#connection.close();
  }

  async #register(): Promise<void> {
    await this.#ask((api, signal) =>
      api.workers.register.mutate({ id: this.id, ...this.#about }, { signal }),
    );
  }

  /** A beat that fails is not repeated: the next one comes soon. */
  async #beat(): Promise<void> {
    const trialIds = this.#held ? [this.#held.trial.id] : [];
    try {
      await this.#connection.api.workers.heartbeat.mutate({
        id: this.id,
        trialIds,
        draining: this.#draining,
      });
    } catch (error) {
      if (toBestiaryError(error, this.serverUrl).code === 'not_found')
        await this.#register().catch(() => undefined);
    }
  }

  async #ask<T>(work: (api: ApiClient, signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await this.#connection.attempt(work);
    } catch (error) {
      if (error instanceof ConnectionClosed) throw error;
      throw toBestiaryError(error, this.serverUrl);
    }
  }
}
