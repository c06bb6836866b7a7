import { setTimeout as sleep } from 'node:timers/promises';
import { BestiaryError } from '@bestiary/contracts/error';
import type { Id } from '@bestiary/contracts/id';
import { toWireFloat, type WireFloat } from '@bestiary/contracts/json';
import type { TrialStatus } from '@bestiary/contracts/sweep';
import type { ClaimTrialOutput, FinishTrialInput, TrialError } from '@bestiary/contracts/trial';
import type { ApiClient } from './api-client.ts';
import { ConnectionClosed, type Connection } from './connection.ts';
import { isConflict } from './failure.ts';

/**
 * After reports were sent the next ones are sent no sooner than this (milliseconds): epochs that take less than a request share one, and a
 * pruner's word comes so much later at most.
 */
const PACE_MS = 20;

export type ClaimedTrial = Extract<ClaimTrialOutput, { kind: 'trial' }>;

/** How a trial ended. */
export type TrialOutcome =
  | { status: 'finished'; values: readonly number[] }
  | { status: 'pruned'; error?: TrialError }
  | { status: 'failed'; error: TrialError };

/**
 * A trial that this worker has leased. What is reported is sent behind, one request at a time: reports that come faster than the answers
 * travel together. The lease is renewed by every report, and by a beat where none comes for a third of it.
 */
export class HeldTrial {
  readonly sweep: ClaimedTrial['sweep'];
  readonly trial: ClaimedTrial['trial'];
  readonly #connection: Connection;
  readonly #token: number;
  readonly #curve: { steps: number[]; values: WireFloat[] } = { steps: [], values: [] };
  /** reports that the server has */
  #sent = 0;
  #sending = false;
  #lastContact = Date.now();
  #ended = false;
  #pruned = false;
  readonly #stop = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(connection: Connection, { sweep, trial, token, leaseMs }: ClaimedTrial) {
    this.sweep = sweep;
    this.trial = trial;
    this.#connection = connection;
    this.#token = token;
    const beatEvery = leaseMs / 3;
    this.#timer = setInterval(() => {
      if (Date.now() - this.#lastContact >= beatEvery) void this.#beat();
    }, beatEvery / 2).unref();
  }

  /** Aborted when the trial was given to another worker, or is not wanted any more: nothing of it counts. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** whether the sweep's pruner ends it, by the answers that have come */
  get isPruned(): boolean {
    return this.#pruned;
  }

  /** what the server knows the lease by */
  get lease(): { trialId: Id; token: number } {
    return { trialId: this.trial.id, token: this.#token };
  }

  /** how often it reported */
  get reports(): number {
    return this.#curve.steps.length;
  }

  /** Notes the first objective at a step, after those before it. */
  report(step: number, value: number): void {
    this.#curve.steps.push(step);
    this.#curve.values.push(toWireFloat(value));
    if (!this.#sending) void this.#send();
  }

  /** Says which run records the trial. */
  async attach(runId: Id): Promise<void> {
    await this.#tell((api, signal) => api.trials.attach.mutate({ ...this.lease, runId }, { signal }));
  }

  /**
   * Ends the trial.
   *
   * @returns as what it is known now; undefined where it had been given to another worker
   */
  async finish(outcome: TrialOutcome): Promise<TrialStatus | undefined> {
    this.#end();
    const input: FinishTrialInput = {
      ...this.lease,
      status: outcome.status,
      ...('values' in outcome && { values: outcome.values.map(toWireFloat) }),
      ...('error' in outcome && { error: outcome.error }),
      curve: this.#curve,
    };
    const answer = await this.#tell((api, signal) => api.trials.finish.mutate(input, { signal }));
    return answer?.status;
  }

  /** Hands the trial back: another worker may have it, and the attempt does not count. */
  async release(): Promise<void> {
    this.#end();
    await this.#tell((api, signal) => api.trials.release.mutate(this.lease, { signal }));
  }

  /** Forgets a trial of which {@link signal} was aborted. */
  abandon(): void {
    this.#end();
  }

  #end(): void {
    this.#ended = true;
    clearInterval(this.#timer);
  }

  async #send(): Promise<void> {
    this.#sending = true;
    while (!this.#ended && this.#sent < this.#curve.steps.length) {
      const upTo = this.#curve.steps.length;
      const steps = this.#curve.steps.slice(this.#sent, upTo);
      const values = this.#curve.values.slice(this.#sent, upTo);
      const started = performance.now();
      const answer = await this.#tell((api, signal) =>
        api.trials.report.mutate({ ...this.lease, steps, values }, { signal }),
      );
      if (answer === undefined) break;
      this.#sent = upTo;
      this.#heed(answer.action);
      await sleep(Math.max(0, started + PACE_MS - performance.now()), undefined, { ref: false });
    }
    this.#sending = false;
  }

  async #beat(): Promise<void> {
    this.#lastContact = Date.now(); // one at a time
    const answer = await this.#tell((api, signal) => api.trials.heartbeat.mutate(this.lease, { signal }));
    if (answer) this.#heed(answer.action);
  }

  #heed(action: 'continue' | 'prune' | 'stop'): void {
    if (action === 'prune') this.#pruned = true;
    if (action === 'stop') this.#lose(`trial ${this.trial.number} is not wanted any more`);
  }

  #lose(reason: string): void {
    if (!this.#ended) this.#stop.abort(new BestiaryError('cancelled', reason));
  }

  /** Says something until the server has it; undefined where the trial is another worker's by now, or the connection was closed. */
  async #tell<T>(work: (api: ApiClient, signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await this.#connection.attempt(work);
      this.#lastContact = Date.now();
      return answer;
    } catch (error) {
      if (error instanceof ConnectionClosed) return undefined;
      if (isConflict(error)) this.#lose(`trial ${this.trial.number} was given to another worker`);
      else
        this.#lose(
          `the server refused what was said of trial ${this.trial.number}: ${(error as Error).message}`,
        );
      return undefined;
    }
  }
}
