import { uuidv7 } from '@bestiary/contracts/id';
import type { TrialParams } from '@bestiary/contracts/sweep';
import type { CreateSweepInput } from '@bestiary/contracts/sweep-record';
import type { Api } from './run-writer.ts';

/** What a trial of these tests learns: its losses, step by step. */
export type Learn = (params: TrialParams) => readonly number[];

/** Makes sweeps and works on them as a worker does: through the API, over HTTP. */
export class SweepWriter {
  readonly #api: Api;
  readonly workerId = uuidv7();

  constructor(api: Api) {
    this.#api = api;
  }

  /** @returns the sweep's id */
  async create(config: CreateSweepInput['config'], more: Partial<CreateSweepInput> = {}): Promise<string> {
    const id = uuidv7();
    await this.#api.sweeps.create.mutate({
      id,
      project: 'e2e',
      config,
      training: { args: { data: '/data/animals' } },
      ...more,
    });
    return id;
  }

  async register(sweepId: string): Promise<void> {
    const worker = {
      id: this.workerId,
      host: 'den',
      pid: 42,
      backend: 'tensorflow',
      version: '0.1.0',
      sweepId,
    };
    await this.#api.workers.register.mutate(worker);
  }

  /**
   * Takes trials and trains them until there are none.
   *
   * @param learn throws where a trial is to fail
   * @param record makes the run of a trial, and tells its id; left out: trials have none
   */
  async work(sweepId: string, learn: Learn, record?: (trial: number) => Promise<string>): Promise<void> {
    for (;;) {
      const claim = await this.#api.trials.claim.mutate({
        workerId: this.workerId,
        sweepId,
        requestId: uuidv7(),
      });
      if (claim.kind !== 'trial') return;
      const held = { trialId: claim.trial.id, token: claim.token };
      if (record !== undefined) {
        await this.#api.trials.attach.mutate({ ...held, runId: await record(claim.trial.number) });
      }
      await this.#train(held, claim.trial.params, learn);
    }
  }

  async #train(held: { trialId: string; token: number }, params: TrialParams, learn: Learn): Promise<void> {
    let losses: readonly number[];
    try {
      losses = learn(params);
    } catch (error) {
      const { message } = error as Error;
      await this.#api.trials.finish.mutate({
        ...held,
        status: 'failed',
        error: { message, permanent: true },
      });
      return;
    }
    for (const [step, loss] of losses.entries()) {
      const { action } = await this.#api.trials.report.mutate({ ...held, steps: [step], values: [loss] });
      if (action !== 'continue') {
        await this.#api.trials.finish.mutate({ ...held, status: 'pruned' });
        return;
      }
    }
    await this.#api.trials.finish.mutate({ ...held, status: 'finished', values: [losses.at(-1)!] });
  }
}
