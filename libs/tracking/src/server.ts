import { BestiaryError } from '@bestiary/contracts/error';
import { ServerInfo } from '@bestiary/contracts/server-info';
import { TRPCClientError } from '@trpc/client';
import { createApiClient } from './api-client.ts';
import { toBestiaryError } from './failure.ts';
import { normalizeServerUrl } from './server-url.ts';

/**
 * Asks a server who it is: the first thing to do before any work is done for it.
 *
 * @throws BestiaryError `unavailable` when nothing answers, `conflict` when it is no Bestiary server
 */
export async function askServer(serverUrl: string): Promise<ServerInfo> {
  const url = normalizeServerUrl(serverUrl);
  const hint = 'Start one with `bestiary up`, or say where it is with --server or BESTIARY_URL.';
  let answer: unknown;
  try {
    answer = await createApiClient(url).server.info.query();
  } catch (error) {
    if (error instanceof TRPCClientError && !error.data && wasAnswered(error.cause, error.meta)) {
      throw notBestiary(url, hint, error);
    }
    const reason = toBestiaryError(error, url);
    throw new BestiaryError(reason.code, reason.message, { cause: error, hint });
  }
  const info = ServerInfo.safeParse(answer);
  if (!info.success) throw notBestiary(url, hint, info.error);
  return info.data;
}

function notBestiary(url: string, hint: string, cause: unknown): BestiaryError {
  return new BestiaryError('conflict', `what answers at ${url} is no Bestiary server`, { hint, cause });
}

/** There was an answer, but not in JSON, or not in tRPC's form. */
function wasAnswered(cause: unknown, meta: Readonly<Record<string, unknown>> | undefined): boolean {
  return cause instanceof SyntaxError || meta?.['response'] !== undefined;
}
