import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { BestiaryError } from '@bestiary/contracts/error';

/** What of a request tells where it comes from. */
export interface RequestOrigin {
  method: string;
  host: string | undefined;
  origin: string | undefined;
  /** the header `Sec-Fetch-Site` */
  fetchSite: string | undefined;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Endings that no public name server answers for (RFC 6761, RFC 6762, RFC 8375; `internal` is kept free by ICANN). */
const PRIVATE_ENDINGS = ['.localhost', '.local', '.internal', '.home.arpa'];

/**
 * Keeps other web sites from using a browser to reach this server: one that answers under a name of its own for this
 * machine's address (DNS rebinding), and one whose page sends a request here. Programs send no `Origin` and pass.
 *
 * @param allowedHosts names besides addresses, single-label and private names; `*` allows all
 * @throws BestiaryError `forbidden`
 */
export function checkOrigin(request: RequestOrigin, allowedHosts: readonly string[]): void {
  if (!isAllowedHost(request.host ?? '', allowedHosts)) {
    throw new BestiaryError('forbidden', `this server does not answer to the name "${request.host ?? ''}"`, {
      hint: 'add the name to BESTIARY_ALLOWED_HOSTS (names separated by commas)',
    });
  }
  if (SAFE_METHODS.has(request.method)) return;
  const { origin, fetchSite } = request;
  const sameOrigin = origin === undefined || hostOf(origin) === request.host?.toLowerCase();
  const sameSite = fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none';
  if (!sameOrigin || !sameSite) {
    throw new BestiaryError(
      'forbidden',
      `a page of ${origin ?? 'another site'} may not change anything here`,
    );
  }
}

/** Whether a `Host` header names this machine in a way that another web site can't give itself. */
export function isAllowedHost(host: string, allowedHosts: readonly string[]): boolean {
  if (allowedHosts.includes('*')) return true;
  if (!URL.canParse(`http://${host}`)) return false;
  const name = new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (name === '') return false;
  return (
    isIP(name) !== 0 ||
    !name.includes('.') ||
    PRIVATE_ENDINGS.some((ending) => name.endsWith(ending)) ||
    name === hostname().toLowerCase() ||
    allowedHosts.includes(name)
  );
}

/** The host of an `Origin` header; undefined for `null` and what is no origin. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
