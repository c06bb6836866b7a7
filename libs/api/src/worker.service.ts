import { BestiaryError } from '@bestiary/contracts/error';
import { type NewWorker, type Worker } from '@bestiary/contracts/worker';
import { type TrialRepository } from '@bestiary/db/repositories/trial.repository';
import { type WorkerRepository } from '@bestiary/db/repositories/worker.repository';

export class WorkerService {
  readonly #workers: WorkerRepository;
  readonly #trials: TrialRepository;

  constructor(workers: WorkerRepository, trials: TrialRepository) {
    this.#workers = workers;
    this.#trials = trials;
  }

  register(worker: NewWorker): Promise<void> {
    return this.#workers.register(worker);
  }

  /**
   * Notes that a worker lives, and renews the leases of what it works on.
   *
   * @returns which of these trials are no longer its own
   * @throws BestiaryError `not_found` where the worker is unknown: it registers again
   */
  async heartbeat(id: string, trialIds: readonly string[], draining: boolean): Promise<{ stop: string[] }> {
    const [known, renewed] = await Promise.all([
      this.#workers.heartbeat(id, draining),
      trialIds.length === 0 ? [] : this.#trials.renew(id, trialIds),
    ]);
    if (!known) throw noWorker(id);
    const own = new Set(renewed);
    return { stop: trialIds.filter((trialId) => !own.has(trialId.toLowerCase())) };
  }

  /** @throws BestiaryError `not_found` */
  async leave(id: string, reason: string): Promise<void> {
    if (!(await this.#workers.leave(id, reason))) throw noWorker(id);
  }

  list(sweepId: string | undefined, limit: number): Promise<Worker[]> {
    return this.#workers.list(sweepId, limit);
  }
}

function noWorker(id: string): BestiaryError {
  return new BestiaryError('not_found', `there is no worker ${id}`, { hint: 'a worker registers first' });
}
