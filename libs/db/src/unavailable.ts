import { BestiaryError } from '@bestiary/contracts/error';

/** A Postgres URL without its password, for messages. */
export function withoutPassword(connectionString: string): string {
  if (!URL.canParse(connectionString)) return 'the database';
  const url = new URL(connectionString);
  return `${url.protocol}//${url.username === '' ? '' : `${url.username}@`}${url.host}${url.pathname}`;
}

/** The error of a database that cannot be reached. */
export function unavailable(connectionString: string, why: string, cause: unknown): BestiaryError {
  return new BestiaryError(
    'unavailable',
    `cannot reach the database at ${withoutPassword(connectionString)}: ${why}`,
    { cause, hint: 'is Postgres running there, and is DATABASE_URL right?' },
  );
}
