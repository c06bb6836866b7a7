/**
 * Every expected failure has one of these codes. One table maps a code to tRPC, HTTP and the exit status of the
 * command line, so that the same failure reads the same everywhere.
 */
export const ERROR_CODES = {
  /** The command line was wrong: unknown flag, missing argument. */
  usage: { trpc: 'BAD_REQUEST', http: 400, exit: 2 },
  /** A value from outside is not acceptable: a file, a folder, a request. */
  invalid_input: { trpc: 'BAD_REQUEST', http: 400, exit: 1 },
  not_found: { trpc: 'NOT_FOUND', http: 404, exit: 1 },
  /** The thing exists already with other content, or its state forbids the change. */
  conflict: { trpc: 'CONFLICT', http: 409, exit: 1 },
  /** A signed URL or key is missing, wrong or expired. */
  forbidden: { trpc: 'FORBIDDEN', http: 403, exit: 1 },
  too_large: { trpc: 'PAYLOAD_TOO_LARGE', http: 413, exit: 1 },
  /** What arrived is not what was announced (sha256 or size). */
  integrity: { trpc: 'UNPROCESSABLE_CONTENT', http: 422, exit: 1 },
  /** Server, database or artifact store cannot be reached: worth another try. */
  unavailable: { trpc: 'SERVICE_UNAVAILABLE', http: 503, exit: 1 },
  /** The database schema is newer than this program. */
  schema_too_new: { trpc: 'PRECONDITION_FAILED', http: 412, exit: 1 },
  /** Training produced NaN or infinity. */
  diverged: { trpc: 'INTERNAL_SERVER_ERROR', http: 500, exit: 1 },
  cancelled: { trpc: 'CLIENT_CLOSED_REQUEST', http: 499, exit: 130 },
  internal: { trpc: 'INTERNAL_SERVER_ERROR', http: 500, exit: 1 },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/**
 * An expected failure. `message` says what was wrong and names the value; `hint` says what to do about it.
 * Anything else that is thrown is a defect, shown to the user without details.
 */
export class BestiaryError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; hint?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'BestiaryError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** The message of anything thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
