import { type RunKeys } from '@bestiary/contracts/run-key';
import { type Database } from '../database.ts';
import { Prisma } from '../generated/client.ts';

/** So many keys of each kind are offered; with more of them no one picks from a list. */
const MAX_KEYS = 2_000;

export class RunKeyRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The keys of all runs' metrics, parameters and tags, each kind in order. */
  async list(): Promise<RunKeys> {
    const [metrics, params, tags] = await Promise.all([
      this.#distinct(Prisma.sql`series`),
      this.#distinct(Prisma.sql`params`),
      this.#distinct(Prisma.sql`tags`),
    ]);
    return { metrics, params, tags };
  }

  /** Goes from each key to the next along the index that begins with it, instead of through all rows. */
  async #distinct(table: Prisma.Sql): Promise<string[]> {
    const rows = await this.#db.$queryRaw<{ key: string }[]>`
      WITH RECURSIVE keys AS (
        (SELECT key FROM ${table} ORDER BY key LIMIT 1)
        UNION ALL
        SELECT (SELECT key FROM ${table} WHERE key > keys.key ORDER BY key LIMIT 1) FROM keys WHERE keys.key IS NOT NULL
      )
      SELECT key FROM keys WHERE key IS NOT NULL LIMIT ${MAX_KEYS}::int`;
    return rows.map(({ key }) => key);
  }
}
