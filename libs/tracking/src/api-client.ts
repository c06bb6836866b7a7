import type { AppRouter } from '@bestiary/api/app.router';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import { authorization } from './api-key.ts';
import { beginRequest, readAnswer } from './http-request.ts';

export type ApiClient = TRPCClient<AppRouter>;

/** A client of the server's tRPC API: one HTTP request a call, on connections that are kept alive, with the API key of the environment. */
export function createApiClient(serverUrl: string): ApiClient {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${serverUrl}/api/trpc`,
        methodOverride: 'POST', // a long list of hashes does not fit an address
        headers: authorization,
        fetch: (url: unknown, init) =>
          post(String(url), {
            headers: (init?.headers ?? {}) as Record<string, string>,
            body: (init?.body ?? '') as string,
            signal: init?.signal ?? undefined,
          }),
      }),
    ],
  });
}

/** As much of `fetch` as the link needs. */
async function post(
  url: string,
  options: { headers: Record<string, string>; body: string; signal?: AbortSignal },
): Promise<{ ok: boolean; json(): Promise<unknown> }> {
  const { headers, body, signal } = options;
  const length = Buffer.byteLength(body);
  const request = beginRequest(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': length },
    signal,
  });
  request.end(body);
  try {
    const { status, body: answer } = await readAnswer(request);
    return {
      ok: status >= 200 && status < 300,
      json: async () => JSON.parse(answer.toString('utf8')) as unknown,
    };
  } catch (error) {
    // the server closed a kept connection in the moment in which it was used again: every call can be repeated
    if (request.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET')
      return post(url, options);
    throw error;
  }
}
