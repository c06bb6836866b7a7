import type { Id } from '@bestiary/contracts/id';
import {
  HEARTBEAT_EVERY_MS,
  TERMINAL_RUN_STATUSES,
  type RunProgress,
  type RunStatus,
} from '@bestiary/contracts/run';
import type { ApiClient } from './api-client.ts';

/** Progress within a phase is told this often at most (milliseconds); a new phase at once. */
const PROGRESS_EVERY_MS = 400;

/**
 * Tells the server that the run is alive and how far it is. A beat that fails is not repeated: the next one comes soon,
 * and the journal carries what must not be lost. Its timers do not keep the process alive.
 */
export class Heartbeat {
  readonly #api: ApiClient;
  readonly #runId: Id;
  readonly #onEnded: (status: RunStatus) => void;
  readonly #timer: NodeJS.Timeout;
  #progress: RunProgress | undefined;
  #pending: NodeJS.Timeout | null = null;
  #lastBeat = 0;
  #stopped = false;

  /** @param onEnded called when the server says that the run has ended, though this client did not end it */
  constructor(api: ApiClient, runId: Id, onEnded: (status: RunStatus) => void) {
    this.#api = api;
    this.#runId = runId;
    this.#onEnded = onEnded;
    this.#timer = setInterval(() => void this.#beat(), HEARTBEAT_EVERY_MS).unref();
  }

  setProgress(progress: RunProgress): void {
    const newPhase = progress.phase !== this.#progress?.phase;
    this.#progress = progress;
    if (this.#stopped || (this.#pending && !newPhase)) return;
    if (this.#pending) clearTimeout(this.#pending);
    const wait = newPhase ? 0 : Math.max(0, this.#lastBeat + PROGRESS_EVERY_MS - Date.now());
    this.#pending = setTimeout(() => void this.#beat(), wait).unref();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
    if (this.#pending) clearTimeout(this.#pending);
  }

  async #beat(): Promise<void> {
    this.#pending = null;
    this.#lastBeat = Date.now();
    try {
      const { status } = await this.#api.runs.heartbeat.mutate({ id: this.#runId, progress: this.#progress });
      if (!this.#stopped && TERMINAL_RUN_STATUSES.includes(status)) {
        this.stop();
        this.#onEnded(status);
      }
    } catch {
      // the next beat tells it
    }
  }
}
