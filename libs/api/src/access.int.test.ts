import { uuidv7 } from '@bestiary/contracts/id';
import { openDatabase } from '@bestiary/db/database';
import { ApiKeyRepository } from '@bestiary/db/repositories/api-key.repository';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKeyService } from './api-key.service.ts';
import { appRouter, type AppRouter } from './app.router.ts';
import { WORKER_PROCEDURES } from './worker-procedures.ts';

const ADMIN_KEY = `bst_${'k'.repeat(43)}`;

let server: TestServer;
let admin: ReturnType<typeof clientWith>;

beforeAll(async () => {
  server = await startTestServer({ access: 'keys', env: { BESTIARY_ADMIN_KEY: ADMIN_KEY } });
  admin = clientWith(ADMIN_KEY);
});
afterAll(() => server.close());

function clientWith(key: string | undefined) {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${server.url}/api/trpc`,
        methodOverride: 'POST',
        headers: key === undefined ? {} : { Authorization: `Bearer ${key}` },
      }),
    ],
  });
}

/** HTTP status and code of a refusal; undefined where there was none. */
async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (!(error instanceof TRPCClientError)) throw error;
    const data = error.data as { httpStatus: number; bestiary: { code: string; hint: string } };
    return { status: data.httpStatus, ...data.bestiary };
  }
}

const REFUSED = { status: 403, code: 'forbidden', hint: expect.stringContaining('--api-key') as string };

describe('a server that others can reach', () => {
  it('answers nobody without a valid key, but says that it lives', async () => {
    for (const key of [undefined, '', 'bst_short', `bst_${'x'.repeat(43)}`]) {
      expect(await refusalOf(clientWith(key).projects.list.query())).toEqual(REFUSED);
      expect(await refusalOf(clientWith(key).apiKeys.create.mutate({ id: uuidv7(), name: 'me', role: 'admin' }))).toEqual(REFUSED); // prettier-ignore
    }
    expect((await fetch(`${server.url}/api/images/${'a'.repeat(64)}`)).status).toBe(403);
    const stream = await fetch(`${server.url}/api/trpc/runs.onChange?input=%7B%7D`);
    expect(await stream.text()).toContain('lets nobody in without a valid API key');
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  it('lets a key in until it is revoked, shows it once, and keeps its hash alone', async () => {
    const id = uuidv7();
    const { key } = await admin.apiKeys.create.mutate({ id, name: 'ann', role: 'admin' });
    expect(await refusalOf(admin.apiKeys.create.mutate({ id, name: 'ann', role: 'admin' }))).toMatchObject({
      code: 'conflict',
    });
    expect(await refusalOf(clientWith(key).projects.list.query())).toBeUndefined();
    const [listed] = await admin.apiKeys.list.query();
    expect(listed).toMatchObject({ id, name: 'ann', role: 'admin', revokedAt: null });
    expect(listed!.lastUsedAt).not.toBeNull();
    const db = openDatabase(server.databaseUrl);
    expect(JSON.stringify(await db.apiKey.findMany())).not.toContain(key.slice(4));
    await db.$disconnect();
    await admin.apiKeys.revoke.mutate({ id });
    await admin.apiKeys.revoke.mutate({ id });
    expect(await refusalOf(clientWith(key).projects.list.query())).toEqual(REFUSED);
  });

  it("lets a worker's key do what a worker needs, and nothing else", async () => {
    const { key } = await admin.apiKeys.create.mutate({ id: uuidv7(), name: 'gpu', role: 'worker' });
    const worker = clientWith(key);
    const project = await worker.projects.ensure.mutate({ id: uuidv7(), name: 'access' });
    const id = uuidv7();
    await worker.runs.create.mutate({ id, projectId: project.id, name: 'trial 0' });
    expect((await worker.trials.claim.mutate({ workerId: uuidv7(), requestId: uuidv7() })).kind).toBe('wait');
    const notAllowed = { code: 'forbidden', status: 403 };
    expect(await refusalOf(worker.apiKeys.list.query())).toMatchObject(notAllowed);
    expect(await refusalOf(worker.bulk.trash.mutate({ ids: [id] }))).toMatchObject(notAllowed);
    expect(await refusalOf(worker.sweeps.stop.mutate({ id }))).toMatchObject(notAllowed);
    expect(await refusalOf(worker.runs.list.query({}))).toMatchObject(notAllowed);
  });

  it('names only procedures that there are among those of a worker', () => {
    const all = new Set(Object.keys(appRouter._def.procedures));
    expect([...WORKER_PROCEDURES].filter((path) => !all.has(path))).toEqual([]);
  });

  it('makes a first key where no admin has one, and only then', async () => {
    const db = openDatabase(server.databaseUrl);
    const service = new ApiKeyService(new ApiKeyRepository(db), undefined);
    const first = await service.makeFirst();
    expect(first).toBeDefined();
    expect(await service.makeFirst()).toBeUndefined();
    expect(await refusalOf(clientWith(first).projects.list.query())).toBeUndefined();
    await db.$disconnect();
  });
});
