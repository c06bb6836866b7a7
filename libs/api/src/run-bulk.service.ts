import { type ChangedRuns } from '@bestiary/contracts/run-bulk';
import { type RunBulkRepository } from '@bestiary/db/repositories/run-bulk.repository';

/** Changes many runs at once, and says which were not so before. */
export class RunBulkService {
  readonly #runs: RunBulkRepository;

  constructor(runs: RunBulkRepository) {
    this.#runs = runs;
  }

  async tag(ids: readonly string[], tags: Readonly<Record<string, string | null>>): Promise<ChangedRuns> {
    return { changed: await this.#runs.tag(ids, tags) };
  }

  async archive(ids: readonly string[], archived: boolean): Promise<ChangedRuns> {
    return { changed: await this.#runs.archive(ids, archived) };
  }

  async trash(ids: readonly string[]): Promise<ChangedRuns> {
    return { changed: await this.#runs.trash(ids) };
  }

  async restore(ids: readonly string[]): Promise<ChangedRuns> {
    return { changed: await this.#runs.restore(ids) };
  }
}
