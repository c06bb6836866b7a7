import type { AppRouter } from '@bestiary/api/app.router';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';

export type ApiClient = TRPCClient<AppRouter>;

/** An answer that takes longer (milliseconds) counts as none. */
const ANSWER_WITHIN_MS = 30_000;

/** A client of the server's tRPC API: one HTTP request a call, on connections that are kept alive. */
export function createApiClient(serverUrl: string): ApiClient {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${serverUrl}/api/trpc`,
        methodOverride: 'POST', // a long list of hashes does not fit an address
        fetch: (url: unknown, init) => {
          const timeout = AbortSignal.timeout(ANSWER_WITHIN_MS);
          const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
          return fetch(String(url), { ...init, signal });
        },
      }),
    ],
  });
}
