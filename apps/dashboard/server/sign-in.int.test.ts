import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCaller, KEY_COOKIE } from '@bestiary/api/access';
import { ApiKeyService } from '@bestiary/api/api-key.service';
import { uuidv7 } from '@bestiary/contracts/id';
import { type Database, openDatabase } from '@bestiary/db/database';
import { ApiKeyRepository } from '@bestiary/db/repositories/api-key.repository';
import { createTestDatabase, type TestDatabase } from '@bestiary/testing/test-database';
import { letIn } from './sign-in.ts';

let database: TestDatabase;
let db: Database;
let keys: ApiKeyService;
let http: Server;
let url: string;
let admin: { id: string; key: string };
let worker: { id: string; key: string };

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  keys = new ApiKeyService(new ApiKeyRepository(db), undefined);
  admin = await keys.create(uuidv7(), 'ann', 'admin');
  worker = await keys.create(uuidv7(), 'gpu', 'worker');
  http = createServer((incoming, outgoing) => {
    const callerOf = (headers: Parameters<typeof findCaller>[2]) => findCaller(keys, 'keys', headers);
    letIn({ callerOf }, incoming, outgoing).then(
      (seen) => seen && outgoing.end('a page'),
      () => outgoing.writeHead(403).end(),
    );
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterAll(async () => {
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
  await db.$disconnect();
  await database.close();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(url + path, { headers, redirect: 'manual' });
const signIn = (key: string, to = '/') =>
  fetch(`${url}/sign-in`, { method: 'POST', body: new URLSearchParams({ key, to }), redirect: 'manual' });

describe('signing in', () => {
  it('is asked of whoever has no key, who then comes to the page that was asked for', async () => {
    const sent = await get('/runs/1?tab=files');
    expect([sent.status, sent.headers.get('location')]).toEqual([
      303,
      '/sign-in?to=%2Fruns%2F1%3Ftab%3Dfiles',
    ]);
    const asked = await get(sent.headers.get('location')!);
    expect(await asked.text()).toContain('name="to" value="/runs/1?tab=files"');
    const done = await signIn(admin.key, '/runs/1?tab=files');
    expect([done.status, done.headers.get('location')]).toEqual([303, '/runs/1?tab=files']);
    const cookie = done.headers.get('set-cookie')!;
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
    const seen = await get('/runs/1', { cookie: `theme=dark; ${cookie.split(';')[0]!}` });
    expect(await seen.text()).toBe('a page');
  });

  it.each([
    ['no key', () => 'open sesame', 'no such key'],
    ['a key that was never made', () => `bst_${'a'.repeat(43)}`, 'no such key'],
    ["a worker's key", () => worker.key, 'the key of a worker'],
  ])('with %s is refused, and says why', async (_, key, problem) => {
    const answer = await signIn(key());
    expect(answer.status).toBe(403);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await answer.text()).toContain(problem);
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'runs', '/sign-in'])(
    'leads to no other site: %s',
    async (to) => expect((await signIn(admin.key, to)).headers.get('location')).toBe('/'),
  );

  it('ends where the key is revoked, and with signing out', async () => {
    const other = await keys.create(uuidv7(), 'bob', 'admin');
    const cookie = { cookie: `${KEY_COOKIE}=${other.key}` };
    expect((await get('/', cookie)).status).toBe(200);
    await keys.revoke(other.id);
    expect((await get('/', cookie)).status).toBe(303);
    const out = await fetch(`${url}/sign-out`, { method: 'POST', redirect: 'manual' });
    expect(out.headers.get('set-cookie')).toContain(`${KEY_COOKIE}=; Path=/; Max-Age=0`);
  });

  it('answers a script or a picture without a key with 403, and a link from another site with a page that asks again', async () => {
    expect((await get('/_next/static/a.js', { 'sec-fetch-dest': 'script' })).status).toBe(403);
    const link = await get('/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' });
    expect(await link.text()).toContain('http-equiv="refresh"');
  });
});
