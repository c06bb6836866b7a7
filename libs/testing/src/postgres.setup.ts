import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '@bestiary/db/embedded-postgres';
import { migrate } from '@bestiary/db/migrate';
import pg from 'pg';
import { TEMPLATE_DATABASE, TEST_POSTGRES } from './test-database.ts';

/**
 * Vitest's global set-up: one real Postgres for the run, with a migrated database that each test file clones. The
 * workers find it by an environment variable. Kinds of tests that run together share it.
 * Vitest loads this file outside of its workers, where libraries are resolved to what was built last.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[TEST_POSTGRES] !== undefined) return undefined;
  const folder = await mkdtemp(path.join(tmpdir(), 'bestiary-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres') });
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE_DATABASE}`);
  await client.end();
  const template = new URL(postgres.url);
  template.pathname = `/${TEMPLATE_DATABASE}`;
  await migrate(template.href);
  process.env[TEST_POSTGRES] = postgres.url;
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
