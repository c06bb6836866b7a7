import { announceRow } from '../change.ts';
import { type Database } from '../database.ts';
import { Prisma } from '../generated/client.ts';

/** Changes many runs at once. Each method gives the ids of the runs that were not so before, and can be repeated. */
export class RunBulkRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Sets tags; one of value null is removed. */
  async tag(ids: readonly string[], tags: Readonly<Record<string, string | null>>): Promise<string[]> {
    const entries = Object.entries(tags);
    const removed = entries.filter(([, value]) => value === null).map(([key]) => key);
    const kept = Object.fromEntries(entries.filter(([, value]) => value !== null));
    const rows = await this.#db.$queryRaw<{ id: string }[]>`
      WITH without_tags AS (
        DELETE FROM tags WHERE run_id = ANY (${[...ids]}::uuid[]) AND key = ANY (${removed}::text[])
        RETURNING run_id AS id
      ), with_tags AS (
        INSERT INTO tags (run_id, key, value)
        SELECT runs.id, key, value FROM runs, jsonb_each_text(${JSON.stringify(kept)}::jsonb)
        WHERE runs.id = ANY (${[...ids]}::uuid[])
        ORDER BY runs.id, key
        ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value WHERE tags.value <> excluded.value
        RETURNING run_id AS id
      ), changed AS (
        SELECT id FROM without_tags UNION SELECT id FROM with_tags
      )
      SELECT id, ${announceRow(Prisma.sql`id`, 'updated')} AS announced FROM changed ORDER BY id`;
    return rows.map(({ id }) => id);
  }

  /** Takes runs out of the lists, or back. */
  archive(ids: readonly string[], archived: boolean): Promise<string[]> {
    return archived
      ? this.#set(ids, Prisma.sql`archived_at = now()`, Prisma.sql`archived_at IS NULL`, 'updated')
      : this.#set(ids, Prisma.sql`archived_at = NULL`, Prisma.sql`archived_at IS NOT NULL`, 'updated');
  }

  /** Puts runs into the trash. */
  trash(ids: readonly string[]): Promise<string[]> {
    return this.#set(ids, Prisma.sql`deleted_at = now()`, Prisma.sql`deleted_at IS NULL`, 'deleted');
  }

  /** Takes runs out of the trash. */
  restore(ids: readonly string[]): Promise<string[]> {
    return this.#set(ids, Prisma.sql`deleted_at = NULL`, Prisma.sql`deleted_at IS NOT NULL`, 'created');
  }

  async #set(
    ids: readonly string[],
    change: Prisma.Sql,
    unless: Prisma.Sql,
    kind: 'updated' | 'deleted' | 'created',
  ): Promise<string[]> {
    const rows = await this.#db.$queryRaw<{ id: string }[]>`
      WITH wanted AS (
        SELECT id FROM runs WHERE id = ANY (${[...ids]}::uuid[]) AND ${unless} ORDER BY id FOR UPDATE
      ), changed AS (
        UPDATE runs SET ${change} FROM wanted WHERE runs.id = wanted.id RETURNING runs.id
      )
      SELECT id, ${announceRow(Prisma.sql`id`, kind)} AS announced FROM changed ORDER BY id`;
    return rows.map(({ id }) => id);
  }
}
