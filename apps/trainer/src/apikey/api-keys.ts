import { BestiaryError } from '@bestiary/contracts/error';
import type { ApiKey, ApiKeyRole } from '@bestiary/contracts/api-key';
import { Id, uuidv7 } from '@bestiary/contracts/id';
import { createApiClient, type ApiClient } from '@bestiary/tracking/api-client';
import { toBestiaryError } from '@bestiary/tracking/failure';
import { normalizeServerUrl } from '@bestiary/tracking/server-url';
import { defaultServer } from '../default-server.ts';
import { alignedTable } from '../sweep/sweep-lines.ts';
import { writeJson } from '../terminal/result.ts';

interface KeyOptions {
  server?: string;
  json?: boolean;
}

/** Makes a key and shows it: only its hash is kept. */
export async function createApiKey(name: string, options: KeyOptions & { role: ApiKeyRole }): Promise<void> {
  const input = { id: uuidv7(), name, role: options.role };
  const { id, key } = await ask(options, (api) => api.apiKeys.create.mutate(input));
  if (options.json) return writeJson({ id, name, role: options.role, key });
  console.log(key);
  console.error(`${name} (${options.role}, ${id}): it is shown this once; give it as BESTIARY_API_KEY`);
}

export async function listApiKeys(options: KeyOptions): Promise<void> {
  const keys = await ask(options, (api) => api.apiKeys.list.query());
  if (options.json) return writeJson({ keys });
  if (keys.length === 0) return console.log('no API keys');
  console.log(
    alignedTable([['id', 'name', 'role', 'created', 'last used', ''], ...keys.map(row)]).join('\n'),
  );
}

/** From then on whoever has it is refused. */
export async function revokeApiKey(text: string, options: KeyOptions): Promise<void> {
  const id = Id.safeParse(text);
  if (!id.success)
    throw new BestiaryError('usage', `"${text}" is no id of an API key`, {
      hint: '`bestiary apikey ls` lists them.',
    });
  await ask(options, (api) => api.apiKeys.revoke.mutate({ id: id.data }));
  if (options.json) return writeJson({ id: id.data, revoked: true });
  console.log(`${id.data} is revoked`);
}

function row({ id, name, role, createdAt, lastUsedAt, revokedAt }: ApiKey): string[] {
  const day = (time: string | null) => time?.slice(0, 16).replace('T', ' ') ?? 'never';
  return [
    id,
    name,
    role,
    day(createdAt),
    day(lastUsedAt),
    revokedAt === null ? '' : `revoked ${day(revokedAt)}`,
  ];
}

async function ask<T>({ server }: KeyOptions, work: (api: ApiClient) => Promise<T>): Promise<T> {
  const serverUrl = normalizeServerUrl(server ?? defaultServer());
  try {
    return await work(createApiClient(serverUrl));
  } catch (error) {
    throw toBestiaryError(error, serverUrl);
  }
}
