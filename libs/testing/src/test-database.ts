import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Where the Postgres of this test run is: set by postgres.setup.ts. */
export const TEST_POSTGRES = 'BESTIARY_TEST_POSTGRES';
export const TEMPLATE_DATABASE = 'bestiary_template';
/** Connections that a test has let go may take this long to be gone (milliseconds). */
const LEAK_AFTER_MS = 2_000;

export type TestDatabase = {
  url: string;
  /** Drops the database. Throws where a connection to it was left open. */
  close(): Promise<void>;
};

/**
 * A database of its own for a test file: a clone of the migrated template, or an empty one.
 *
 * @throws Error outside of a test run that has postgres.setup.ts as its global set-up
 */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const server = process.env[TEST_POSTGRES];
  if (server === undefined) {
    throw new Error(`${TEST_POSTGRES} is not set: is this an *.int.test.ts or *.e2e.test.ts run by vitest?`);
  }
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const template = options.empty ? 'template0' : TEMPLATE_DATABASE;
  await administer(server, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    close: () =>
      administer(server, async (client) => {
        const leaked = await openConnections(client, name);
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        if (leaked.length > 0) {
          throw new Error(`${leaked.length} connections were left open: ${leaked.join(', ')}`);
        }
      }),
  };
}

/** By application name, when they have had time to go. */
async function openConnections(client: pg.Client, database: string): Promise<string[]> {
  for (const until = Date.now() + LEAK_AFTER_MS; ; await sleep(20)) {
    const { rows } = await client.query<{ name: string }>(
      `SELECT application_name || ' (' || left(query, 60) || ')' AS name FROM pg_stat_activity WHERE datname = $1`,
      [database],
    );
    if (rows.length === 0 || Date.now() > until) return rows.map(({ name }) => name);
  }
}

async function administer(server: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: server, application_name: 'bestiary tests' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
