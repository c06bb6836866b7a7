import type { IncomingMessage, ServerResponse } from 'node:http';
import { KEY_COOKIE } from '@bestiary/api/access';
import type { HttpHandlers } from '@bestiary/api/http';
import { ApiKeySecret } from '@bestiary/contracts/api-key';
import { BestiaryError } from '@bestiary/contracts/error';
import { SECURITY_HEADERS } from './security-headers.ts';
import { pageThatComesBack, signedInPage, signInPage } from './sign-in-page.ts';

const SIGN_IN = '/sign-in';
const SIGN_OUT = '/sign-out';
/** A key and a path: more is no form of ours. */
const MAX_FORM_BYTES = 8_192;
const KEPT_FOR_S = 30 * 86_400;

type Keys = Pick<HttpHandlers, 'callerOf'>;

/**
 * Whether a request may see pages: it comes from a browser that has signed in with the key of an admin, or the server is open.
 * Else this has answered it. No page is needed for that, so that nobody is given any before.
 */
export async function letIn(
  keys: Keys,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<boolean> {
  const { headers, method = 'GET' } = incoming;
  const { pathname, searchParams, search } = new URL(incoming.url ?? '/', 'http://localhost');
  const { authorization, cookie } = headers;
  const caller = await keys.callerOf({ authorization, cookie });
  if (pathname === SIGN_IN && method === 'POST') {
    await signIn(keys, incoming, outgoing);
    return false;
  }
  if (pathname === SIGN_OUT && method === 'POST') {
    redirect(outgoing, SIGN_IN, `${KEY_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict`);
    return false;
  }
  if (pathname === SIGN_IN) {
    show(
      outgoing,
      200,
      caller === 'admin' ? signedInPage() : signInPage({ to: ownPath(searchParams.get('to')) }),
    );
    return false;
  }
  if (caller === 'admin') return true;
  const dest = headers['sec-fetch-dest'];
  if (headers['sec-fetch-site'] === 'cross-site' && dest === 'document') {
    show(outgoing, 200, pageThatComesBack()); // a link from elsewhere brings no cookie: the page's own request does
  } else if (method === 'GET' && (dest === undefined || dest === 'document')) {
    redirect(outgoing, `${SIGN_IN}?to=${encodeURIComponent(pathname + search)}`);
  } else {
    throw new BestiaryError('forbidden', 'sign in first', { hint: `with an API key, at ${SIGN_IN}` });
  }
  return false;
}

async function signIn(keys: Keys, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const form = new URLSearchParams(await readForm(incoming));
  const key = (form.get('key') ?? '').trim();
  const to = ownPath(form.get('to'));
  const caller = ApiKeySecret.safeParse(key).success
    ? await keys.callerOf({ authorization: `Bearer ${key}`, cookie: undefined })
    : undefined;
  if (caller !== 'admin') {
    const problem =
      caller === 'worker'
        ? 'This is the key of a worker. Pages take one of an admin.'
        : 'There is no such key. It may have been revoked.';
    show(outgoing, 403, signInPage({ to, problem }));
    return;
  }
  const secure = incoming.headers['x-forwarded-proto'] === 'https' ? '; Secure' : '';
  redirect(
    outgoing,
    to,
    `${KEY_COOKIE}=${key}; Path=/; Max-Age=${KEPT_FOR_S}; HttpOnly; SameSite=Strict${secure}`,
  );
}

async function readForm(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_FORM_BYTES)
      throw new BestiaryError('too_large', `a form may have ${MAX_FORM_BYTES} bytes at most`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A path of this server; whatever may lead elsewhere becomes the first page. */
function ownPath(to: string | null): string {
  if (to === null || !/^\/[^/\\]/.test(to) || !URL.canParse(to, 'http://localhost')) return '/';
  const { host, pathname, search } = new URL(to, 'http://localhost');
  return host !== 'localhost' || pathname === SIGN_IN ? '/' : pathname + search;
}

function redirect(outgoing: ServerResponse, to: string, cookie?: string): void {
  outgoing.writeHead(303, {
    ...SECURITY_HEADERS,
    Location: to,
    'Cache-Control': 'no-store',
    ...(cookie === undefined ? {} : { 'Set-Cookie': cookie }),
  });
  outgoing.end();
}

function show(outgoing: ServerResponse, status: number, page: string): void {
  outgoing.writeHead(status, {
    ...SECURITY_HEADERS,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy':
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
  });
  outgoing.end(page);
}
