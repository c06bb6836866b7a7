import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from './generated/client.ts';

/** How many connections one process holds to the database at most. */
const POOL_SIZE = 10;
const CONNECT_WITHIN_MS = 10_000;

/** The way to the tables; one per process, shared by all repositories. */
export type Database = PrismaClient;

/**
 * A pool of connections, opened when first needed.
 *
 * @param connectionString a Postgres URL
 */
export function openDatabase(connectionString: string): Database {
  const adapter = new PrismaPg(
    {
      connectionString,
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      application_name: 'bestiary',
    },
    // each SQL text is parsed and planned once a connection
    { statementNameGenerator: statementName, onPoolError: () => undefined },
  );
  return new PrismaClient({ adapter });
}

/** Begins a statement whose text is made for one search: it is parsed and planned each time, and not kept. */
export const ONCE = Prisma.raw('/* once */');

const names = new Map<string, string>();
/** Texts with a varying number of conditions are few; beyond this many they are not worth keeping. */
const MAX_STATEMENTS = 500;

function statementName({ sql }: { sql: string }): string {
  if (sql.trimStart().startsWith(ONCE.sql)) return '';
  let name = names.get(sql);
  if (name === undefined) {
    if (names.size >= MAX_STATEMENTS) return '';
    name = `bestiary_${names.size}`;
    names.set(sql, name);
  }
  return name;
}
