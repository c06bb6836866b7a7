import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BestiaryError } from '@bestiary/contracts/error';
import type { MigrationList } from '@prisma/schema-engine-wasm';

const LOCK_FILE = 'migration_lock.toml';

/**
 * The folder prisma/migrations of this program: looked for in the folders above this file (sources, dist), then above
 * the working directory (a bundled server).
 *
 * @throws BestiaryError `internal` where there is none
 */
export function findMigrationsFolder(): string {
  const starts = [path.dirname(fileURLToPath(import.meta.url)), process.cwd()];
  for (const start of starts) {
    for (let dir = start; ; dir = path.dirname(dir)) {
      const candidate = path.join(dir, 'prisma', 'migrations');
      if (existsSync(path.join(candidate, LOCK_FILE))) return candidate;
      if (dir === path.dirname(dir)) break;
    }
  }
  throw new BestiaryError('internal', `no folder prisma/migrations above ${starts.join(' or ')}`, {
    hint: 'start the server from a folder of the Bestiary repository',
  });
}

/** The migrations of a folder, in the order in which they apply, as the schema engine wants them. */
export async function readMigrations(folder: string): Promise<MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: {
          tag: 'ok' as const,
          value: await readFile(path.join(folder, name, 'migration.sql'), 'utf8'),
        },
      },
    })),
  );
  return {
    baseDir: folder,
    lockfile: { path: LOCK_FILE, content: await readFile(path.join(folder, LOCK_FILE), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories,
  };
}
