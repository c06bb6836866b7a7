/**
 * Writes the migration that leads from prisma/schema.prisma as committed to the one in the work tree:
 *   npm run new-migration -w libs/db -- add_sweeps
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../src/embedded-postgres.ts';
import { findMigrationsFolder, readMigrations } from '../src/migrations-folder.ts';
import { schemaDiff } from '../src/schema-diff.ts';

const name = process.argv[2];
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  console.error(
    'Give the migration a name of a-z, 0-9 and _: npm run new-migration -w libs/db -- add_sweeps',
  );
  process.exit(2);
}

const folder = findMigrationsFolder();
const root = path.resolve(folder, '../..');
const { migrationDirectories } = await readMigrations(folder);
const committed =
  migrationDirectories.length === 0
    ? undefined
    : execFileSync('git', ['show', 'HEAD:prisma/schema.prisma'], { cwd: root, encoding: 'utf8' });
const wanted = await readFile(path.join(root, 'prisma/schema.prisma'), 'utf8');
const scratch = await mkdtemp(path.join(tmpdir(), 'bestiary-new-migration-'));
const postgres = await startEmbeddedPostgres({ dataDir: path.join(scratch, 'postgres') });
const sql = await schemaDiff(postgres.url, committed, wanted).finally(async () => {
  await postgres.stop();
  await rm(scratch, { recursive: true, force: true });
});
if (sql === '') {
  console.error('Nothing to do: the schema is as committed.');
} else {
  const stamp = new Date().toISOString().replace(/[-:T]/g, '').slice(0, 14);
  const file = path.join(folder, `${stamp}_${name}`, 'migration.sql');
  await mkdir(path.dirname(file));
  await writeFile(file, sql);
  console.error(`Wrote ${file}: read it before you commit it.`);
}
