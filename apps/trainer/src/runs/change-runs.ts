import { BestiaryError } from '@bestiary/contracts/error';
import { Id } from '@bestiary/contracts/id';
import type { ChangedRuns } from '@bestiary/contracts/run-bulk';
import { type ApiClient, createApiClient } from '@bestiary/tracking/api-client';
import { toBestiaryError } from '@bestiary/tracking/failure';
import { normalizeServerUrl } from '@bestiary/tracking/server-url';
import { defaultServer } from '../default-server.ts';
import { writeJson } from '../terminal/result.ts';

interface ChangeOptions {
  server?: string;
  json?: boolean;
}

/** Sets and removes tags. */
export async function tagRuns(
  ids: readonly string[],
  options: ChangeOptions & { set?: readonly string[]; remove?: readonly string[] },
): Promise<void> {
  const tags = Object.fromEntries([
    ...(options.set ?? []).map(parseTag),
    ...(options.remove ?? []).map((key) => [key, null] as const),
  ]);
  if (Object.keys(tags).length === 0) {
    throw new BestiaryError('usage', 'there is no tag to set or remove', {
      hint: 'give --set key=value or --remove key',
    });
  }
  await change(ids, options, 'tagged', (api, known) => api.bulk.tag.mutate({ ids: known, tags }));
}

/** Takes runs out of the lists, or back. */
export async function archiveRuns(
  ids: readonly string[],
  options: ChangeOptions & { undo?: boolean },
): Promise<void> {
  const archived = options.undo !== true;
  await change(ids, options, archived ? 'archived' : 'brought back', (api, known) =>
    api.bulk.archive.mutate({ ids: known, archived }),
  );
}

/** Puts runs into the trash. */
export async function trashRuns(ids: readonly string[], options: ChangeOptions): Promise<void> {
  await change(ids, options, 'put into the trash', (api, known) => api.bulk.trash.mutate({ ids: known }));
}

/** Takes runs out of the trash. */
export async function restoreRuns(ids: readonly string[], options: ChangeOptions): Promise<void> {
  await change(ids, options, 'restored', (api, known) => api.bulk.restore.mutate({ ids: known }));
}

/** Says how many runs were not so before; the others were, or are not there. */
async function change(
  ids: readonly string[],
  options: ChangeOptions,
  done: string,
  request: (api: ApiClient, ids: string[]) => Promise<ChangedRuns>,
): Promise<void> {
  const wrong = ids.find((id) => !Id.safeParse(id).success);
  if (wrong !== undefined) throw new BestiaryError('usage', `"${wrong}" is no id of a run`);
  const serverUrl = normalizeServerUrl(options.server ?? defaultServer());
  let changed: string[];
  try {
    ({ changed } = await request(createApiClient(serverUrl), [...ids]));
  } catch (error) {
    throw toBestiaryError(error, serverUrl);
  }
  if (options.json) writeJson({ changed });
  else console.log(`${changed.length} of ${ids.length} runs ${done}`);
}

function parseTag(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new BestiaryError('usage', `"${text}" is no tag`, { hint: 'write it as key=value' });
}
