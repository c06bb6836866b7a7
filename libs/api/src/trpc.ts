import { BestiaryError, ERROR_CODES, messageOf } from '@bestiary/contracts/error';
import { expectedDatabaseError } from '@bestiary/db/database-error';
import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { type RequestContext } from './context.ts';
import { maskDefect } from './defect.ts';
import { WORKER_PROCEDURES } from './worker-procedures.ts';

const PING_EVERY_MS = 10_000;
/** A client that hears nothing for this long connects anew. */
const SILENT_FOR_MS = 25_000;

const t = initTRPC.context<RequestContext>().create({
  sse: {
    ping: { enabled: true, intervalMs: PING_EVERY_MS },
    client: { reconnectAfterInactivityMs: SILENT_FOR_MS },
  },
  /** Adds `data.bestiary = {code, hint}`, and leaves nothing of the server's inside in it: no stack, no cause. */
  errorFormatter({ shape, error }) {
    const expected = expectedError(error);
    return {
      ...shape,
      message: expected.message,
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        path: shape.data.path,
        bestiary: { code: expected.code, hint: expected.hint },
      },
    };
  },
});

/** The failure as it is shown to the client: a defect's details are kept in the log, under the id in the message. */
function expectedError(error: TRPCError): BestiaryError {
  const { cause } = error;
  if (cause instanceof BestiaryError) return cause;
  if (error.code === 'BAD_REQUEST' && cause instanceof z.ZodError) {
    return new BestiaryError('invalid_input', z.prettifyError(cause));
  }
  if (error.code !== 'INTERNAL_SERVER_ERROR') {
    const code = error.code === 'NOT_FOUND' ? 'not_found' : 'invalid_input';
    return new BestiaryError(code, error.message); // tRPC's own words on a malformed request
  }
  return maskDefect(cause ?? error);
}

/** Anything thrown as tRPC's error whose cause is a BestiaryError. */
export function toTrpcError(thrown: unknown): TRPCError {
  const cause = thrown instanceof TRPCError ? (thrown.cause ?? thrown) : thrown;
  if (thrown instanceof TRPCError && !isInternal(thrown)) return thrown;
  const expected =
    cause instanceof BestiaryError ? cause : (expectedDatabaseError(cause) ?? maskDefect(cause));
  return new TRPCError({
    code: ERROR_CODES[expected.code].trpc,
    message: messageOf(expected),
    cause: expected,
  });
}

function isInternal(error: TRPCError): boolean {
  return error.code === 'INTERNAL_SERVER_ERROR';
}

export const router = t.router;

/** Every procedure is made from this one: it keeps workers to what is theirs, and gives expected failures their code. */
export const procedure = t.procedure.use(async ({ ctx, path, next }) => {
  if (ctx.caller === 'worker' && !WORKER_PROCEDURES.has(path)) {
    throw toTrpcError(
      new BestiaryError('forbidden', `a worker's API key does not allow ${path}`, {
        hint: 'take the key of an admin: bestiary apikey create --role admin',
      }),
    );
  }
  const result = await next();
  if (!result.ok) throw toTrpcError(result.error);
  return result;
});

/** A subscription's events, with failures on the way treated as a procedure's are. */
export async function* withErrors<T>(events: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* events;
  } catch (error) {
    throw toTrpcError(error);
  }
}
