import { BestiaryError } from '@bestiary/contracts/error';

/** What Prisma's adapter says of a failed statement. */
type AdapterCause = {
  kind?: string;
  originalCode?: string;
  originalMessage?: string;
  constraint?: { index?: string };
};

function adapterCause(error: unknown): AdapterCause | undefined {
  const meta = (error as { meta?: { driverAdapterError?: { cause?: AdapterCause } } } | null)?.meta;
  const own = (error as { name?: string; cause?: AdapterCause } | null) ?? {};
  return meta?.driverAdapterError?.cause ?? (own.name === 'DriverAdapterError' ? own.cause : undefined);
}

/** The SQLSTATE with which the database refused a statement. */
export function sqlStateOf(error: unknown): string | undefined {
  return adapterCause(error)?.originalCode;
}

/** The name of the foreign key or unique constraint that a statement violated. */
export function violatedConstraint(error: unknown): string | undefined {
  const cause = adapterCause(error);
  if (cause === undefined || !['23503', '23505'].includes(cause.originalCode ?? '')) return undefined;
  return cause.constraint?.index ?? /constraint "([^"]+)"/.exec(cause.originalMessage ?? '')?.[1];
}

const UNREACHABLE = ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'];
/** SQLSTATE classes: connection, resources, operator intervention; and single ones: serialization, deadlock. */
const PASSING_STATES = /^(08|53|57)|^40001$|^40P01$/;
const NETWORK_ERRORS = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'];

/**
 * What went wrong in the database in the words of this program: `unavailable` where another try may succeed,
 * `invalid_input` where a value fits no column. Undefined for anything else, which is a defect.
 */
export function expectedDatabaseError(error: unknown): BestiaryError | undefined {
  const { name, code } = (error ?? {}) as { name?: string; code?: string };
  const cause = adapterCause(error);
  const state = cause?.originalCode ?? '';
  if (
    UNREACHABLE.includes(cause?.kind ?? '') ||
    PASSING_STATES.test(state) ||
    NETWORK_ERRORS.includes(code ?? '') ||
    ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034'].includes(code ?? '') ||
    name === 'PrismaClientInitializationError' ||
    isLostConnection(error, cause)
  ) {
    return new BestiaryError('unavailable', 'the database cannot be reached', {
      cause: error,
      hint: 'try again; if it lasts, is Postgres running and is DATABASE_URL right?',
    });
  }
  if (state.startsWith('22')) {
    const why = cause?.originalMessage ?? 'a value fits no column';
    return new BestiaryError('invalid_input', `the database refuses a value: ${why}`, { cause: error });
  }
  return undefined;
}

/** node-postgres gives a connection that broke in the middle of a statement no code, only these words. */
function isLostConnection(error: unknown, cause: AdapterCause | undefined): boolean {
  const message = cause?.originalMessage ?? (error instanceof Error ? error.message : '');
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    message,
  );
}
