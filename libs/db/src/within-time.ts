import { BestiaryError } from '@bestiary/contracts/error';
import { type Database } from './database.ts';
import { sqlStateOf } from './database-error.ts';
import { type Prisma } from './generated/client.ts';

/** Milliseconds that a read may wait for a connection. */
const WAIT_MS = 10_000;
const QUERY_CANCELED = '57014';

/**
 * Reads in one snapshot, each statement within so many milliseconds. Plans are made for the values at hand: those of a
 * search differ too much for one plan, and compiling them takes longer than to run them.
 *
 * @throws BestiaryError `invalid_input` where a statement takes longer
 */
export async function withinTime<T>(
  db: Database,
  ms: number,
  read: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  try {
    return await db.$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT set_config('statement_timeout', ${String(ms)}, true), set_config('jit', 'off', true)`;
        return read(tx);
      },
      { maxWait: WAIT_MS, timeout: ms * 4 + WAIT_MS },
    );
  } catch (error) {
    if (sqlStateOf(error) !== QUERY_CANCELED) throw error;
    throw new BestiaryError('invalid_input', `the search took longer than ${ms / 1_000} s and was stopped`, {
      cause: error,
      hint: 'narrow it: a project, a time (created > now() - 30d), a metric or parameter compared with a value',
    });
  }
}
