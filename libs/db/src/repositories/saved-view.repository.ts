import { BestiaryError } from '@bestiary/contracts/error';
import { type Json } from '@bestiary/contracts/json';
import { type SavedView } from '@bestiary/contracts/saved-view';
import { type Database } from '../database.ts';
import { violatedConstraint } from '../database-error.ts';

export class SavedViewRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** A page's saved views by name. */
  async list(page: string): Promise<SavedView[]> {
    const rows = await this.#db.savedView.findMany({ where: { page }, orderBy: { name: 'asc' } });
    return rows.map(toSavedView);
  }

  async find(id: string): Promise<SavedView | undefined> {
    const row = await this.#db.savedView.findUnique({ where: { id } });
    return row === null ? undefined : toSavedView(row);
  }

  /**
   * Keeps a view, or changes the one of that id.
   *
   * @throws BestiaryError `conflict` where another of the page has the name
   */
  async save({ id, page, name, state }: SavedView): Promise<void> {
    try {
      await this.#db.$executeRaw`
        INSERT INTO saved_views (id, page, name, state)
        VALUES (${id}::uuid, ${page}, ${name}, ${JSON.stringify(state)}::jsonb)
        ON CONFLICT (id) DO UPDATE SET page = excluded.page, name = excluded.name, state = excluded.state,
          updated_at = now()`;
    } catch (error) {
      if (violatedConstraint(error) !== 'saved_views_page_name_key') throw error;
      throw new BestiaryError('conflict', `another view of ${page} is saved as "${name}"`, {
        cause: error,
        hint: 'give it another name, or change the one that is there',
      });
    }
  }

  /** Forgets a view; no error where there is none. */
  async remove(id: string): Promise<void> {
    await this.#db.savedView.deleteMany({ where: { id } });
  }
}

function toSavedView({
  id,
  page,
  name,
  state,
}: {
  id: string;
  page: string;
  name: string;
  state: unknown;
}): SavedView {
  return { id, page, name, state: state as Json };
}
