import { type RunQuery } from '@bestiary/contracts/run';
import { type GroupRunsQuery, type RunGroups } from '@bestiary/contracts/run-group';
import { type RunGroupRepository } from '@bestiary/db/repositories/run-group.repository';
import { readSearch } from './read-search.ts';

export class RunGroupService {
  readonly #groups: RunGroupRepository;

  constructor(groups: RunGroupRepository) {
    this.#groups = groups;
  }

  /** @throws BestiaryError `invalid_input` where `where` is no search, or selects too much */
  list({ where, ...query }: Omit<RunQuery, 'sort' | 'limit'> & GroupRunsQuery): Promise<RunGroups> {
    return this.#groups.list({ ...query, condition: readSearch(where) }, query);
  }
}
