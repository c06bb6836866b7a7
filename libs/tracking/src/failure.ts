import { BestiaryError, ERROR_CODES, messageOf, type ErrorCode } from '@bestiary/contracts/error';
import { TRPCClientError } from '@trpc/client';
import { z } from 'zod';

/** What the server's error formatter sends along. */
const Answer = z.object({
  httpStatus: z.int(),
  bestiary: z
    .object({ code: z.enum(Object.keys(ERROR_CODES) as ErrorCode[]), hint: z.string().optional() })
    .optional(),
});

/** HTTP statuses that say "not now" rather than "not so". */
const TRANSIENT_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);

/** An answer of the artifact store (or of a proxy before it) that is no success. */
export class HttpStatusError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'HttpStatusError';
    this.status = status;
  }
}

/**
 * Whether the same request may succeed later. The only place that decides it: no answer (connection refused, reset,
 * timed out), an answer that is not tRPC's (a proxy's error page), and the statuses above are transient; what the
 * server understood and refused is permanent.
 */
export function isTransient(thrown: unknown): boolean {
  if (thrown instanceof HttpStatusError) return TRANSIENT_STATUSES.has(thrown.status);
  if (thrown instanceof BestiaryError) return thrown.code === 'unavailable';
  if (thrown instanceof TRPCClientError) {
    const status = statusOf(thrown.data);
    return status === undefined || TRANSIENT_STATUSES.has(status);
  }
  return hasNetworkCode(thrown);
}

/** Whether the server refused because the thing's state forbids it. */
export function isConflict(thrown: unknown): boolean {
  return thrown instanceof TRPCClientError && statusOf(thrown.data) === ERROR_CODES.conflict.http;
}

/** The failure as the command line and the dashboard show it: with the server's own code and hint where it sent them. */
export function toBestiaryError(thrown: unknown, serverUrl: string): BestiaryError {
  if (thrown instanceof BestiaryError) return thrown;
  if (thrown instanceof HttpStatusError) {
    return new BestiaryError(codeOfStatus(thrown.status), thrown.message, { cause: thrown });
  }
  if (thrown instanceof TRPCClientError) {
    const sent = Answer.safeParse(thrown.data);
    if (sent.success) {
      const { httpStatus, bestiary } = sent.data;
      const code = bestiary?.code ?? codeOfStatus(httpStatus);
      return new BestiaryError(code, thrown.message, { cause: thrown, hint: bestiary?.hint });
    }
  }
  return new BestiaryError('unavailable', `no answer from ${serverUrl}: ${reasonOf(thrown)}`, {
    cause: thrown,
  });
}

/** The innermost message: "fetch failed" alone helps nobody, its cause says `connect ECONNREFUSED 127.0.0.1:4810`. */
export function reasonOf(thrown: unknown): string {
  let innermost = thrown;
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause;
  if (innermost instanceof AggregateError && innermost.errors.length > 0)
    return reasonOf(innermost.errors[0]);
  return messageOf(innermost) || (innermost instanceof Error ? innermost.name : 'unknown reason');
}

/** `undefined` when the server did not answer, or not as tRPC does. */
function statusOf(data: unknown): number | undefined {
  return Answer.safeParse(data).data?.httpStatus;
}

function codeOfStatus(status: number): ErrorCode {
  const found = Object.entries(ERROR_CODES).find(([, entry]) => entry.http === status);
  return (found?.[0] as ErrorCode | undefined) ?? 'internal';
}

function hasNetworkCode(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const code = 'code' in thrown ? String(thrown.code) : '';
  return /^(ECONN|EPIPE|ENETUNREACH|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|UND_ERR)/.test(code);
}
