import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import pg from 'pg';
import { findMigrationsFolder, readMigrations } from './migrations-folder.ts';
import { withSchemaEngine } from './schema-engine.ts';
import { unavailable } from './unavailable.ts';

/** Any number that no other program on the database uses for pg_advisory_lock: the letters "besti". */
const MIGRATION_LOCK = 0x62_65_73_74_69;
const LOCK_TIMEOUT_MS = 120_000;

/** What the database's table `_prisma_migrations` says, against the migrations that this program knows. */
export type MigrationState = {
  /** known and not applied yet */
  pending: string[];
  /** applied, but unknown to this program: a newer one was here */
  unknown: string[];
  /** began and did not end, with what the database said */
  failed: { name: string; log: string }[];
};

/**
 * Brings a database's schema to this program's state. Safe to call from any number of processes at once: one applies,
 * the others wait for it. Keeps its books in `_prisma_migrations`, as `prisma migrate deploy` does.
 *
 * @param connectionString a Postgres URL
 * @param folder where the migrations are; this program's own unless told otherwise
 * @returns the names of the migrations applied by this call
 * @throws BestiaryError `schema_too_new` where the database has migrations that this program does not know,
 *   `conflict` where a migration failed, now or earlier, `unavailable` where the database cannot be reached
 */
export async function migrate(connectionString: string, folder = findMigrationsFolder()): Promise<string[]> {
  return withMigrationLock(connectionString, async (client) => {
    const migrationsList = await readMigrations(folder);
    const known = migrationsList.migrationDirectories.map((d) => d.path);
    const state = await readState(client, known);
    refuse(state);
    if (state.pending.length === 0) return [];
    try {
      const { appliedMigrationNames } = await withSchemaEngine(connectionString, [], (engine) =>
        engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } }),
      );
      return appliedMigrationNames;
    } catch (error) {
      refuse(await readState(client, known));
      throw error;
    }
  });
}

/**
 * Compares a database with this program's migrations, and changes nothing.
 *
 * @throws BestiaryError `unavailable` where the database cannot be reached
 */
export async function migrationState(
  connectionString: string,
  folder = findMigrationsFolder(),
): Promise<MigrationState> {
  const client = await connectOnce(connectionString);
  try {
    const { migrationDirectories } = await readMigrations(folder);
    return await readState(
      client,
      migrationDirectories.map((d) => d.path),
    );
  } finally {
    await client.end();
  }
}

/** Throws where the state forbids to go on with this database. */
export function refuse({ unknown, failed }: MigrationState): void {
  if (unknown.length > 0) {
    throw new BestiaryError(
      'schema_too_new',
      `the database has a migration that this version of Bestiary does not know: ${unknown.join(', ')}`,
      { hint: 'start the version that made it, or a newer one; or use another database' },
    );
  }
  const first = failed[0];
  if (first !== undefined) {
    throw new BestiaryError(
      'conflict',
      `migration ${first.name} failed: ${first.log.trim() || 'it did not end'}`,
      {
        hint: `mend the database, then delete the row "${first.name}" of _prisma_migrations and start again`,
      },
    );
  }
}

async function withMigrationLock<T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connectOnce(connectionString);
  try {
    await client.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work(client);
  } catch (error) {
    if ((error as { code?: string }).code === '55P03') {
      throw new BestiaryError(
        'unavailable',
        `another process has been migrating the database for ${LOCK_TIMEOUT_MS / 1_000} s`,
        { cause: error, hint: 'wait for it, or see what it waits for in pg_stat_activity' },
      );
    }
    throw error;
  } finally {
    await client.end(); // frees the lock
  }
}

async function connectOnce(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // a lost connection shows in the query under way
  try {
    await client.connect();
  } catch (error) {
    throw unavailable(connectionString, messageOf(error), error);
  }
  return client;
}

async function readState(client: pg.Client, known: readonly string[]): Promise<MigrationState> {
  const { rows: tables } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`,
  );
  if (!tables[0]!.there) return { pending: [...known], unknown: [], failed: [] };
  const { rows } = await client.query<{ name: string; finished: boolean; log: string | null }>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished, logs AS log
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
  const applied = new Set(rows.filter((row) => row.finished).map((row) => row.name));
  return {
    pending: known.filter((name) => !applied.has(name)),
    unknown: rows.map((row) => row.name).filter((name) => !known.includes(name)),
    failed: rows.filter((row) => !row.finished).map((row) => ({ name: row.name, log: row.log ?? '' })),
  };
}
