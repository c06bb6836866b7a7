import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@bestiary/testing/test-database';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, migrationState } from './migrate.ts';
import { findMigrationsFolder, readMigrations } from './migrations-folder.ts';
import { schemaDiff } from './schema-diff.ts';

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  folder = await mkdtemp(path.join(tmpdir(), 'bestiary-migrations-'));
  await writeFile(path.join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await database.close();
});

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, name));
  await writeFile(path.join(folder, name, 'migration.sql'), sql);
}

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Every column and index of the schema `public`, but for Prisma's own table, and indexes that are not always there. */
async function shapeOf(url: string): Promise<unknown> {
  return Promise.all([
    query(
      url,
      `SELECT table_name, column_name, udt_name, is_nullable, column_default FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1, 2`,
    ),
    query(
      url,
      `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
         AND indexname NOT LIKE '%_trigrams_idx' ORDER BY 1`,
    ),
    query(
      url,
      `SELECT conname, pg_get_constraintdef(oid) AS def FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '_prisma_migrations' ORDER BY 1`,
    ),
  ]);
}

describe('migrate', () => {
  it('applies the migrations once, and keeps books as Prisma does', async () => {
    const known = (await readMigrations(findMigrationsFolder())).migrationDirectories.map((d) => d.path);
    expect(await migrate(database.url)).toEqual(known);
    expect(await migrate(database.url)).toEqual([]);
    const rows = await query<{ migration_name: string; finished: boolean; checksum: string }>(
      database.url,
      'SELECT migration_name, finished_at IS NOT NULL AS finished, checksum FROM _prisma_migrations ORDER BY 1',
    );
    expect(rows.map((row) => row.migration_name)).toEqual(known);
    expect(rows.every((row) => row.finished && /^[0-9a-f]{64}$/.test(row.checksum))).toBe(true);
  });

  it('lets one of many callers at once apply, and the others wait', async () => {
    const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(database.url)));
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    expect((await migrationState(database.url)).pending).toEqual([]);
  });

  it('leads to schema.prisma', async () => {
    await migrate(database.url);
    const schema = await readFile(path.join(findMigrationsFolder(), '../schema.prisma'), 'utf8');
    const fresh = await createTestDatabase({ empty: true });
    try {
      await query(fresh.url, await schemaDiff(fresh.url, undefined, schema));
      expect(await shapeOf(database.url)).toEqual(await shapeOf(fresh.url));
    } finally {
      await fresh.close();
    }
  });

  it('makes indexes of trigrams, and goes on without them where pg_trgm cannot be had', async () => {
    const trigrams = `SELECT indexname FROM pg_indexes WHERE indexname LIKE '%_trigrams_idx' ORDER BY 1`;
    await migrate(database.url);
    expect(await query(database.url, trigrams)).toEqual([
      { indexname: 'runs_sort_name_trigrams_idx' },
      { indexname: 'tags_folded_trigrams_idx' },
    ]);
    const bare = await createTestDatabase({ empty: true });
    try {
      await query(
        bare.url,
        `CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE 'there is no such extension' USING ERRCODE = 'feature_not_supported'; END $$;
         CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('CREATE EXTENSION') EXECUTE FUNCTION refuse()`,
      );
      await migrate(bare.url);
      expect(await query(bare.url, trigrams)).toEqual([]);
      expect((await migrationState(bare.url)).pending).toEqual([]);
    } finally {
      await bare.close();
    }
  });

  it('refuses a database with a migration that this program does not know, by name', async () => {
    await addMigration('20260101000000_first', 'CREATE TABLE first (id int);');
    await addMigration('20990101000000_from_the_future', 'CREATE TABLE future (id int);');
    await migrate(database.url, folder);
    await rm(path.join(folder, '20990101000000_from_the_future'), { recursive: true });
    await expect(migrate(database.url, folder)).rejects.toMatchObject({
      code: 'schema_too_new',
      message: expect.stringContaining('20990101000000_from_the_future') as string,
    });
  });

  it('names a migration that fails, leaves nothing of it, and refuses until the database is mended', async () => {
    await addMigration('20260101000000_good', 'CREATE TABLE good (id int);');
    await addMigration('20260102000000_bad', 'CREATE TABLE half (id int); SELECT no_such_function();');
    const failure = {
      code: 'conflict',
      message: expect.stringMatching(/20260102000000_bad.*no_such_function/s) as string,
    };
    await expect(migrate(database.url, folder)).rejects.toMatchObject(failure);
    await expect(migrate(database.url, folder)).rejects.toMatchObject(failure);
    expect(
      await query(database.url, `SELECT to_regclass('half') AS half, to_regclass('good') AS good`),
    ).toEqual([{ half: null, good: 'good' }]);
    await query(database.url, `DELETE FROM _prisma_migrations WHERE migration_name = '20260102000000_bad'`);
    await writeFile(path.join(folder, '20260102000000_bad', 'migration.sql'), 'CREATE TABLE half (id int);');
    expect(await migrate(database.url, folder)).toEqual(['20260102000000_bad']);
  });

  it('says which database cannot be reached, without its password', async () => {
    const failure = migrate('postgresql://someone:secret@127.0.0.1:1/none');
    await expect(failure).rejects.toMatchObject({ code: 'unavailable' });
    await expect(failure).rejects.toThrow('postgresql://someone@127.0.0.1:1/none');
    await expect(failure).rejects.not.toThrow('secret');
  });
});
