import { BestiaryError } from '@bestiary/contracts/error';
import { type RunSort } from '@bestiary/contracts/run';
import { type SavedSearch } from '@bestiary/contracts/saved-search';
import { type Database } from '../database.ts';
import { violatedConstraint } from '../database-error.ts';

export class SavedSearchRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** All saved searches by name. */
  async list(): Promise<SavedSearch[]> {
    const rows = await this.#db.savedSearch.findMany({ orderBy: { name: 'asc' } });
    return rows.map(({ id, name, text, sort, columns }) => ({
      id,
      name,
      text,
      sort: sort as RunSort,
      columns,
    }));
  }

  /**
   * Keeps a search, or changes the one of that id.
   *
   * @throws BestiaryError `conflict` where another has the name
   */
  async save({ id, name, text, sort, columns }: SavedSearch): Promise<void> {
    try {
      await this.#db.$executeRaw`
        INSERT INTO saved_searches (id, name, text, sort, columns)
        VALUES (${id}::uuid, ${name}, ${text}, ${JSON.stringify(sort)}::jsonb, ${columns}::text[])
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, text = excluded.text, sort = excluded.sort,
          columns = excluded.columns, updated_at = now()`;
    } catch (error) {
      if (violatedConstraint(error) !== 'saved_searches_name_key') throw error;
      throw new BestiaryError('conflict', `another search is saved as "${name}"`, {
        cause: error,
        hint: 'give it another name, or change the one that is there',
      });
    }
  }

  /** Forgets a search; no error where there is none. */
  async remove(id: string): Promise<void> {
    await this.#db.savedSearch.deleteMany({ where: { id } });
  }
}
