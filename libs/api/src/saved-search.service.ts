import { type SavedSearch } from '@bestiary/contracts/saved-search';
import { type SavedSearchRepository } from '@bestiary/db/repositories/saved-search.repository';
import { readSearch } from './read-search.ts';

export class SavedSearchService {
  readonly #searches: SavedSearchRepository;

  constructor(searches: SavedSearchRepository) {
    this.#searches = searches;
  }

  list(): Promise<SavedSearch[]> {
    return this.#searches.list();
  }

  /** @throws BestiaryError `invalid_input` where the text is no search, `conflict` where another has the name */
  async save(search: SavedSearch): Promise<void> {
    readSearch(search.text);
    await this.#searches.save(search);
  }

  remove(id: string): Promise<void> {
    return this.#searches.remove(id);
  }
}
