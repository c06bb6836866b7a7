import {
  type ChangedRuns,
  type RunsToChange,
  type RunTags,
  type TaggedRuns,
} from '@bestiary/contracts/run-bulk';
import { type RunBulkRepository, type RunsWanted } from '@bestiary/db/repositories/run-bulk.repository';
import { readSearch } from './read-search.ts';

/**
 * Changes many runs at once, and says which were not so before. Each throws a BestiaryError `invalid_input` where the
 * runs are selected by what is no search, or takes too long.
 */
export class RunBulkService {
  readonly #runs: RunBulkRepository;

  constructor(runs: RunBulkRepository) {
    this.#runs = runs;
  }

  async tag(runs: RunsToChange, tags: Readonly<Record<string, string | null>>): Promise<TaggedRuns> {
    const before = await this.#runs.tag(wanted(runs), tags);
    return { changed: before.map(({ id }) => id), before };
  }

  async retag(runs: RunTags): Promise<ChangedRuns> {
    return { changed: await this.#runs.retag(runs) };
  }

  async archive(runs: RunsToChange, archived: boolean): Promise<ChangedRuns> {
    return { changed: await this.#runs.archive(wanted(runs), archived) };
  }

  async trash(runs: RunsToChange): Promise<ChangedRuns> {
    return { changed: await this.#runs.trash(wanted(runs)) };
  }

  async restore(runs: RunsToChange): Promise<ChangedRuns> {
    return { changed: await this.#runs.restore(wanted(runs)) };
  }
}

/** Which runs are meant, with the search read. */
function wanted(runs: RunsToChange): RunsWanted {
  if ('ids' in runs) return runs;
  const { where, ...selection } = runs.select;
  return { selection: { ...selection, condition: readSearch(where) }, except: runs.except };
}
