import { type RunSelection } from '@bestiary/contracts/run';
import { type RunTags } from '@bestiary/contracts/run-bulk';
import { announceRow } from '../change.ts';
import { type Database } from '../database.ts';
import { Prisma } from '../generated/client.ts';
import { withinTime } from '../within-time.ts';
import { selectionSql } from './run-selection.ts';

/** These runs, or all of a selection but some. */
export type RunsWanted = { ids: readonly string[] } | { selection: RunSelection; except: readonly string[] };

const CHANGE_WITHIN_MS = 60_000;
/** So many runs are changed in one transaction: their locks are held for as long as that takes. */
const AT_ONCE = 5_000;

/**
 * Changes many runs. Each method says which runs were not so before, and can be repeated: what is changed in parts and
 * fails half-way is so in part.
 *
 * Each throws a BestiaryError `invalid_input` where finding the runs, or changing a part of them, takes longer than a
 * minute.
 */
export class RunBulkRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Sets tags; one of value null is removed. @returns the changed runs with the former values of these tags */
  async tag(runs: RunsWanted, tags: Readonly<Record<string, string | null>>): Promise<RunTags> {
    const entries = Object.entries(tags);
    const keys = entries.map(([key]) => key);
    const removed = entries.filter(([, value]) => value === null).map(([key]) => key);
    const kept = Object.fromEntries(entries.filter(([, value]) => value !== null));
    return this.#change<RunTags[number]>(
      runs,
      (ids) => Prisma.sql`
      WITH wanted AS MATERIALIZED (
        SELECT r.id, k.key, tags.value
        FROM (${wantedSql({ ids })}) AS r CROSS JOIN unnest(${keys}::text[]) AS k (key)
        LEFT JOIN tags ON tags.run_id = r.id AND tags.key = k.key
      ), without_tags AS (
        DELETE FROM tags USING wanted
        WHERE run_id = wanted.id AND tags.key = wanted.key AND tags.key = ANY (${removed}::text[])
        RETURNING run_id AS id
      ), with_tags AS (
        INSERT INTO tags (run_id, key, value)
        SELECT wanted.id, key, kept.value FROM wanted JOIN jsonb_each_text(${JSON.stringify(kept)}::jsonb) AS kept USING (key)
        ORDER BY wanted.id, key
        ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value WHERE tags.value <> excluded.value
        RETURNING run_id AS id
      ), changed AS (
        SELECT id FROM without_tags UNION SELECT id FROM with_tags
      ), former AS (
        SELECT id, jsonb_object_agg(key, value) AS tags FROM wanted JOIN changed USING (id) GROUP BY id
      )
      SELECT id, tags, ${announceRow(Prisma.sql`id`, 'updated')} AS announced FROM former ORDER BY id`,
    );
  }

  /** Tags each run as is said of it; a tag of value null is removed. */
  async retag(runs: RunTags): Promise<string[]> {
    const rows = await this.#read<{ id: string }>(Prisma.sql`
      WITH wanted AS MATERIALIZED (
        SELECT runs.id, tag.key, tag.value
        FROM jsonb_to_recordset(${JSON.stringify(runs)}::jsonb) AS given (id uuid, tags jsonb)
        JOIN runs ON runs.id = given.id, jsonb_each_text(given.tags) AS tag
      ), without_tags AS (
        DELETE FROM tags USING wanted WHERE run_id = wanted.id AND tags.key = wanted.key AND wanted.value IS NULL
        RETURNING run_id AS id
      ), with_tags AS (
        INSERT INTO tags (run_id, key, value)
        SELECT id, key, value FROM wanted WHERE value IS NOT NULL ORDER BY id, key
        ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value WHERE tags.value <> excluded.value
        RETURNING run_id AS id
      ), changed AS (
        SELECT id FROM without_tags UNION SELECT id FROM with_tags
      )
      SELECT id, ${announceRow(Prisma.sql`id`, 'updated')} AS announced FROM changed ORDER BY id`);
    return rows.map(({ id }) => id);
  }

  /** Takes runs out of the lists, or back. */
  archive(runs: RunsWanted, archived: boolean): Promise<string[]> {
    return archived
      ? this.#set(runs, Prisma.sql`archived_at = now()`, Prisma.sql`archived_at IS NULL`, 'updated')
      : this.#set(runs, Prisma.sql`archived_at = NULL`, Prisma.sql`archived_at IS NOT NULL`, 'updated');
  }

  /** Puts runs into the trash. */
  trash(runs: RunsWanted): Promise<string[]> {
    return this.#set(runs, Prisma.sql`deleted_at = now()`, Prisma.sql`deleted_at IS NULL`, 'deleted');
  }

  /** Takes runs out of the trash. */
  restore(runs: RunsWanted): Promise<string[]> {
    return this.#set(runs, Prisma.sql`deleted_at = NULL`, Prisma.sql`deleted_at IS NOT NULL`, 'created');
  }

  async #set(
    runs: RunsWanted,
    change: Prisma.Sql,
    unless: Prisma.Sql,
    kind: 'updated' | 'deleted' | 'created',
  ): Promise<string[]> {
    const rows = await this.#change<{ id: string }>(
      runs,
      (ids) => Prisma.sql`
      WITH meant AS MATERIALIZED (${wantedSql({ ids })}), wanted AS (
        SELECT id FROM runs JOIN meant USING (id) WHERE ${unless} ORDER BY id FOR UPDATE OF runs
      ), changed AS (
        UPDATE runs SET ${change} FROM wanted WHERE runs.id = wanted.id RETURNING runs.id
      )
      SELECT id, ${announceRow(Prisma.sql`id`, kind)} AS announced FROM changed ORDER BY id`,
    );
    return rows.map(({ id }) => id);
  }

  /** Finds the runs, and changes one part of them after the other. */
  async #change<Row>(runs: RunsWanted, statement: (ids: readonly string[]) => Prisma.Sql): Promise<Row[]> {
    const found = await this.#read<{ id: string }>(Prisma.sql`${wantedSql(runs)} ORDER BY r.id`);
    const rows: Row[] = [];
    for (let from = 0; from < found.length; from += AT_ONCE) {
      const ids = found.slice(from, from + AT_ONCE).map(({ id }) => id);
      rows.push(...(await this.#read<Row>(statement(ids))));
    }
    return rows;
  }

  #read<Row>(statement: Prisma.Sql): Promise<Row[]> {
    return withinTime(this.#db, CHANGE_WITHIN_MS, (tx) => tx.$queryRaw<Row[]>(statement));
  }
}

/** A SELECT of the ids of the runs that are meant. */
function wantedSql(runs: RunsWanted): Prisma.Sql {
  if ('ids' in runs) return Prisma.sql`SELECT r.id FROM runs r WHERE r.id = ANY (${[...runs.ids]}::uuid[])`;
  return Prisma.sql`
    SELECT r.id FROM runs r WHERE ${selectionSql(runs.selection)} AND r.id <> ALL (${[...runs.except]}::uuid[])`;
}
