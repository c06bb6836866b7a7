import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from '@bestiary/contracts/id';
import { serverEvents } from '@bestiary/testing/server-events';
import { createTestDatabase, type TestDatabase } from '@bestiary/testing/test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunWriter } from './run-writer.ts';
import { spawnServer, startServerProcess, type ServerProcess } from './server-process.ts';

let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bestiary-server-'));
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const env = () => ({ DATABASE_URL: database.url, BESTIARY_DATA_DIR: path.join(folder, 'data') });

/** A request with any headers, as browsers and rebinding names would send. */
function statusOf(url: string, method: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    request.on('error', reject);
    request.end(method === 'POST' ? '{}' : undefined);
  });
}

describe('a server that runs', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await startServerProcess(env());
  });
  afterAll(async () => {
    await server.stop();
  });

  it('says when it is ready, and is', async () => {
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    for (const route of ['/healthz', '/readyz', '/', '/icon.svg']) {
      expect((await fetch(server.url + route)).status).toBe(200);
    }
    const noRun = `/runs/${uuidv7()}`;
    for (const route of ['/api/nothing', '/api', '/runs/none', noRun, '/nothing']) {
      expect((await fetch(server.url + route)).status).toBe(404);
    }
  });

  it('sends pages with a policy of their own, and nothing to be framed or sniffed', async () => {
    const [one, other] = await Promise.all([fetch(server.url), fetch(server.url)]);
    const policy = one.headers.get('content-security-policy')!;
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(other.headers.get('content-security-policy')).not.toBe(policy);
    const nonce = /'nonce-([^']+)'/.exec(policy)![1]!;
    const scripts = (await one.text()).match(/<script[^>]*>/g)!;
    expect(scripts.every((script) => script.includes(`nonce="${nonce}"`))).toBe(true);
    const health = await fetch(`${server.url}/healthz`);
    for (const { headers } of [one, health]) expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('lets no other web site change anything, or read under its own name', async () => {
    const url = `${server.url}/api/trpc/projects.ensure`;
    const json = { 'content-type': 'application/json' };
    expect(await statusOf(url, 'POST', { ...json, origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf(url, 'POST', { ...json, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await statusOf(server.url, 'GET', { host: `evil.example:${server.port}` })).toBe(403);
    expect(await statusOf(url, 'POST', { ...json, origin: server.url })).toBe(400); // reaches the API
  });

  it('compresses long answers for who asks for it', async () => {
    const url = `${server.url}/api/trpc/runs.list?input=${encodeURIComponent('{}')}`;
    const writer = new RunWriter(server.url);
    for (let i = 0; i < 5; i++) await writer.create(`run ${i}`);
    const encodingOf = (accept: string) =>
      new Promise((resolve) => {
        httpRequest(url, { headers: { 'accept-encoding': accept } }, (response) => {
          response.resume();
          resolve(response.headers['content-encoding']);
        }).end();
      });
    expect(await encodingOf('gzip, br')).toBe('gzip');
    expect(await encodingOf('identity')).toBeUndefined();
  });

  it('sends an event when it happens, on a stream that stays open', async () => {
    const writer = new RunWriter(server.url);
    const runId = await writer.create('live');
    const controller = new AbortController();
    const input = encodeURIComponent(JSON.stringify({ runId }));
    const events = serverEvents(`${server.url}/api/trpc/metrics.onPoints?input=${input}`, {
      signal: controller.signal,
    });
    const seen = async (key: string) => {
      for (;;) {
        const { value, done } = await events.next();
        if (done) throw new Error('the stream has ended');
        if (JSON.stringify(value.data ?? '').includes(key)) return;
      }
    };
    await seen('series');
    await writer.epoch(runId, 0, { loss: 1 });
    await seen('"loss"');
    controller.abort();
  });

  it('keeps its memory under 400 MB after a training has logged', async ({ skip }) => {
    if (process.platform !== 'linux') return skip('reads /proc');
    const writer = new RunWriter(server.url);
    const runId = await writer.create('memory');
    for (let step = 0; step < 300; step++) {
      await writer.epoch(runId, step, {
        loss: 1 / (step + 1),
        accuracy: 0.5,
        val_loss: 1,
        val_accuracy: 0.5,
      });
    }
    for (let i = 0; i < 20; i++) await (await fetch(`${server.url}/runs/${runId}`)).text();
    const status = await readFile(`/proc/${server.child.pid}/status`, 'utf8');
    expect(Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1_024).toBeLessThan(400);
  });

  it('says that a port is in use, and how to take another', async () => {
    const second = spawnServer(env(), ['--port', String(server.port)]);
    expect(await second.ended).toBe(1);
    expect(second.messages()).toContain(`port ${server.port} of 127.0.0.1 is in use`);
    expect(second.messages()).toContain('--port');
  });
});

describe('the end of a server', () => {
  it('comes with SIGTERM: streams are closed, the exit status is 0, the port is free', async () => {
    const server = await startServerProcess(env());
    const writer = new RunWriter(server.url);
    const runId = await writer.create('stream');
    const input = encodeURIComponent(JSON.stringify({ runId }));
    const events = serverEvents(`${server.url}/api/trpc/metrics.onPoints?input=${input}`);
    await events.next();
    const status = server.stop();
    await expect(
      (async () => {
        for await (const _ of events) continue;
        throw new Error('the stream ended');
      })(),
    ).rejects.toThrow();
    expect(await status).toBe(0);
    const again = await startServerProcess(env(), ['--port', String(server.port)]);
    expect(again.port).toBe(server.port);
    expect(await again.stop()).toBe(0);
  });

  it('comes when the process that started it ends, where it is told so', async () => {
    const server = await startServerProcess({ ...env(), BESTIARY_EXIT_WITH_PARENT: '1' });
    server.child.stdin!.end();
    expect(await server.ended).toBe(0);
  });

  it('is a message and status 1 where the database is dead, 2 for an unknown flag', async () => {
    const dead = spawnServer({ ...env(), DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' });
    expect(await dead.ended).toBe(1);
    expect(dead.messages()).toContain('127.0.0.1:1');
    expect(dead.messages()).not.toMatch(/\n\s+at /);
    const wrong = spawnServer(env(), ['--prot', '1']);
    expect(await wrong.ended).toBe(2);
    expect(wrong.messages()).toContain('--prot');
  });
});

it('an embedded database ends with its server, and its data stays', async () => {
  const dataDir = path.join(folder, 'embedded');
  const first = await startServerProcess({ BESTIARY_DATA_DIR: dataDir });
  const id = await new RunWriter(first.url).create('kept');
  expect(await first.stop()).toBe(0);
  const hasPostgres = () => existsSync(path.join(dataDir, 'postgres/data/postmaster.pid'));
  await expect.poll(hasPostgres).toBe(false);
  const second = await startServerProcess({ BESTIARY_DATA_DIR: dataDir });
  expect(await new RunWriter(second.url).api.runs.get.query({ id })).toMatchObject({ name: 'kept' });
  // Ctrl-C while it starts leaves nothing behind either
  expect(await second.stop()).toBe(0);
  const third = spawnServer({ BESTIARY_DATA_DIR: dataDir });
  while (!third.messages().includes('starting embedded Postgres')) await sleep(10);
  expect(await third.stop()).toBe(0);
  await expect.poll(hasPostgres).toBe(false);
});
