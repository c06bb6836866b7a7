import { BestiaryError } from '@bestiary/contracts/error';
import { uuidv7, type Id } from '@bestiary/contracts/id';
import { fromWireFloat } from '@bestiary/contracts/json';
import type { Budget, TrialParams, TrialStatus } from '@bestiary/contracts/sweep';
import type { CreateSweepInput, Sweep, SweepPage, SweepStatus } from '@bestiary/contracts/sweep-record';
import type { TrialColumns, TrialError } from '@bestiary/contracts/trial';
import type { Worker } from '@bestiary/contracts/worker';
import { createApiClient, type ApiClient } from './api-client.ts';
import { toBestiaryError } from './failure.ts';
import { normalizeServerUrl } from './server-url.ts';

/** A trial of a sweep, without its curve. */
export interface TrialSummary {
  id: Id;
  number: number;
  status: TrialStatus;
  params: TrialParams;
  /** one an objective; null where it has none */
  values: readonly number[] | null;
  attempt: number;
  runId: Id | null;
  error: TrialError | null;
}

/**
 * Sweeps of a server. Every method asks once.
 *
 * @throws BestiaryError `unavailable` without a server, `not_found` for an unknown sweep, or what the server refuses with
 */
export class SweepClient {
  readonly serverUrl: string;
  readonly #api: ApiClient;

  /** @param serverUrl `http://127.0.0.1:4810` */
  constructor(serverUrl: string) {
    this.serverUrl = normalizeServerUrl(serverUrl);
    this.#api = createApiClient(this.serverUrl);
  }

  /** The page of a sweep in the dashboard. */
  urlOf(id: Id): string {
    return `${this.serverUrl}/sweeps/${id}`;
  }

  /** Makes a sweep; workers take its trials from then on. */
  async create(sweep: Omit<CreateSweepInput, 'id'>): Promise<Sweep> {
    const id = uuidv7();
    await this.#ask((api) => api.sweeps.create.mutate({ id, ...sweep }));
    return this.get(id);
  }

  get(id: Id): Promise<Sweep> {
    return this.#ask((api) => api.sweeps.get.query({ id }));
  }

  /** The newest first. */
  list(options: { statuses?: SweepStatus[]; limit?: number; cursor?: string } = {}): Promise<SweepPage> {
    return this.#ask((api) => api.sweeps.list.query(options));
  }

  /**
   * Trials by their numbers.
   *
   * @param after the `cursor` of the answer before: only what changed since, some of it perhaps twice
   */
  async trials(id: Id, after?: string): Promise<{ trials: TrialSummary[]; cursor: string }> {
    const columns = await this.#ask((api) => api.sweeps.trials.query({ id, after, curves: false }));
    return { trials: rows(columns), cursor: columns.cursor };
  }

  workers(sweepId?: Id): Promise<Worker[]> {
    return this.#ask((api) => api.workers.list.query({ sweepId }));
  }

  /** Trials under way go on; no others are begun. */
  pause(id: Id): Promise<{ status: SweepStatus }> {
    return this.#ask((api) => api.sweeps.pause.mutate({ id }));
  }

  resume(id: Id): Promise<{ status: SweepStatus }> {
    return this.#ask((api) => api.sweeps.resume.mutate({ id }));
  }

  /** Ends it; trials under way are cancelled. */
  stop(id: Id): Promise<{ status: SweepStatus }> {
    return this.#ask((api) => api.sweeps.stop.mutate({ id }));
  }

  /** Trades its budget for a larger one; one that had ended goes on. */
  extend(id: Id, budget: Budget): Promise<{ status: SweepStatus }> {
    return this.#ask((api) => api.sweeps.extend.mutate({ id, budget }));
  }

  /** Tries failed trials once more, as new ones. */
  retryFailed(id: Id): Promise<{ trials: number }> {
    return this.#ask((api) => api.sweeps.retryFailed.mutate({ id }));
  }

  /** Says which run was trained from its best trial. */
  async finalized(id: Id, runId: Id): Promise<void> {
    await this.#ask((api) => api.sweeps.finalized.mutate({ id, runId }));
  }

  async #ask<T>(work: (api: ApiClient) => Promise<T>): Promise<T> {
    try {
      return await work(this.#api);
    } catch (error) {
      throw error instanceof BestiaryError ? error : toBestiaryError(error, this.serverUrl);
    }
  }
}

function rows(columns: TrialColumns): TrialSummary[] {
  const errors = new Map(columns.errors.map(({ number, error }) => [number, error]));
  return columns.ids.map((id, row) => {
    const number = columns.numbers[row]!;
    const values = columns.values.map((column) => column[row] ?? null);
    const params = Object.entries(columns.params).flatMap(([name, column]) => {
      const value = column[row] ?? null;
      return value === null ? [] : [[name, value] as const];
    });
    return {
      id,
      number,
      status: columns.statuses[row]!,
      params: Object.fromEntries(params),
      values: values.some((value) => value === null) ? null : values.map((value) => fromWireFloat(value!)),
      attempt: columns.attempts[row]!,
      runId: columns.runIds[row] ?? null,
      error: errors.get(number) ?? null,
    };
  });
}
