import { type BestiaryError, ERROR_CODES } from '@bestiary/contracts/error';

/** The HTTP answer for an expected failure: its status, and `{error: {code, message, hint}}` as JSON. */
export function errorResponse(error: BestiaryError): Response {
  const { code, message, hint } = error;
  return Response.json(
    { error: { code, message, hint } },
    { status: ERROR_CODES[code].http, headers: { 'Cache-Control': 'no-store' } },
  );
}
