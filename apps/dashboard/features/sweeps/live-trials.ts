import type { useTRPCClient } from '../shell/trpc.ts';
import { trialRecords, withChanges, type TrialRecord } from './trial-record.ts';

/** What is told within this time (milliseconds) is asked for together. */
const GATHER_MS = 300;

export interface TrialsState {
  readonly trials: readonly TrialRecord[];
  /** until the first answer */
  readonly isPending: boolean;
  readonly failure: string | null;
}

/** The trials of a sweep as they are on the server: after the first answer only what has changed is asked for. */
export class LiveTrials {
  readonly #client: ReturnType<typeof useTRPCClient>;
  readonly #id: string;
  readonly #onAsk: () => void;
  readonly #listeners = new Set<() => void>();
  #state: TrialsState = { trials: [], isPending: true, failure: null };
  #cursor: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;
  #isStale = false;

  /** @param onAsk is called with each question, for what else may have changed */
  constructor(client: ReturnType<typeof useTRPCClient>, id: string, onAsk: () => void) {
    this.#client = client;
    this.#id = id;
    this.#onAsk = onAsk;
  }

  readonly state = (): TrialsState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Asks at once. */
  refresh(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#ask();
  }

  /** Something has changed. */
  changed(): void {
    this.#timer ??= setTimeout(() => this.refresh(), GATHER_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #ask(): Promise<void> {
    // one question at a time: an older answer must not come after a newer one
    if (this.#isAsking) {
      this.#isStale = true;
      return;
    }
    this.#isAsking = true;
    this.#isStale = false;
    this.#onAsk();
    try {
      const columns = await this.#client.sweeps.trials.query({ id: this.#id, after: this.#cursor });
      this.#cursor = columns.cursor;
      this.#become({
        trials: withChanges(this.#state.trials, trialRecords(columns)),
        isPending: false,
        failure: null,
      });
    } catch (error) {
      this.#become({ ...this.#state, isPending: false, failure: (error as Error).message });
    } finally {
      this.#isAsking = false;
    }
    if (this.#isStale) this.changed();
  }

  #become(state: TrialsState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
