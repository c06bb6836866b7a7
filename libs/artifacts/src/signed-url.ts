import { createHmac, timingSafeEqual } from 'node:crypto';
import { BestiaryError } from '@bestiary/contracts/error';

const EXPIRES = 'expires';
const SIGNATURE = 'signature';

/**
 * A relative URL that only a holder of the secret could have made: method, path, every parameter and the time of
 * expiry are under the signature (HMAC-SHA-256).
 */
export function signUrl(
  secret: Buffer,
  method: 'GET' | 'PUT',
  path: string,
  parameters: Readonly<Record<string, string>>,
  expiresAt: Date,
): string {
  const query = new URLSearchParams({ ...parameters, [EXPIRES]: String(expiresAt.getTime()) });
  query.set(SIGNATURE, signatureOf(secret, method, path, query).toString('base64url'));
  return `${path}?${query.toString()}`;
}

/**
 * The parameters of a signed URL.
 *
 * @throws BestiaryError `forbidden` where the signature is not ours, or the time is over
 */
export function verifyUrl(secret: Buffer, method: 'GET' | 'PUT', url: URL, now: number): URLSearchParams {
  const query = new URLSearchParams(url.searchParams);
  const given = Buffer.from(query.get(SIGNATURE) ?? '', 'base64url');
  query.delete(SIGNATURE);
  const expected = signatureOf(secret, method, url.pathname, query);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new BestiaryError('forbidden', 'the URL is not signed by this server', {
      hint: 'ask for a new URL',
    });
  }
  if (!(Number(query.get(EXPIRES)) > now)) {
    throw new BestiaryError('forbidden', 'the URL has expired', { hint: 'ask for a new URL' });
  }
  return query;
}

function signatureOf(secret: Buffer, method: string, path: string, query: URLSearchParams): Buffer {
  const sorted = new URLSearchParams(query);
  sorted.sort();
  return createHmac('sha256', secret).update(`${method}\n${path}\n${sorted.toString()}`).digest();
}
