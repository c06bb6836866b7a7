import { type ApiKeyRole } from '@bestiary/contracts/api-key';
import { BestiaryError } from '@bestiary/contracts/error';
import { type ApiKeyService } from './api-key.service.ts';

/** `open`: whoever reaches the server is let in, which nobody but its own machine does. `keys`: nobody without an API key. */
export type Access = 'open' | 'keys';

/** In which a browser that has signed in keeps its key. */
export const KEY_COOKIE = 'bestiary_key';

export type CallerHeaders = { authorization: string | undefined; cookie: string | undefined };

/** Who sends a request; undefined: nobody who is let in. */
export async function findCaller(
  keys: ApiKeyService,
  access: Access,
  { authorization, cookie }: CallerHeaders,
): Promise<ApiKeyRole | undefined> {
  if (access === 'open') return 'admin';
  const key = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? keyInCookie(cookie ?? '');
  return key === undefined ? undefined : keys.roleOf(key);
}

function keyInCookie(cookie: string): string | undefined {
  for (const pair of cookie.split(';')) {
    const [name, value] = pair.trim().split('=');
    if (name === KEY_COOKIE) return value;
  }
  return undefined;
}

/** @throws BestiaryError `forbidden` */
export function refuseCaller(): never {
  throw new BestiaryError('forbidden', 'this server lets nobody in without a valid API key', {
    hint: 'give one with --api-key or BESTIARY_API_KEY; an admin makes them: bestiary apikey create',
  });
}
