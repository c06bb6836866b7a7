import { BestiaryError } from '@bestiary/contracts/error';
import { type RunSort } from '@bestiary/contracts/run';
import { RunTableLayout, type SavedSearch } from '@bestiary/contracts/saved-search';
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
    return rows.map(({ id, name, text, sort, columns, layout }) => ({
      id,
      name,
      text,
      sort: sort as RunSort,
      columns,
      layout: RunTableLayout.parse(layout),
    }));
  }

  /**
   * Keeps a search, or changes the one of that id.
   *
   * @throws BestiaryError `conflict` where another has the name
   */
  async save({ id, name, text, sort, columns, layout }: SavedSearch): Promise<void> {
    try {
      await this.#db.$executeRaw`
        INSERT INTO saved_searches (id, name, text, sort, columns, layout)
        VALUES (${id}::uuid, ${name}, ${text}, ${JSON.stringify(sort)}::jsonb, ${columns}::text[],
          ${JSON.stringify(layout)}::jsonb)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, text = excluded.text, sort = excluded.sort,
          columns = excluded.columns, layout = excluded.layout, updated_at = now()`;
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
