import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BestiaryError } from '@bestiary/contracts/error';
import { uuidv7 } from '@bestiary/contracts/id';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApiClient } from './api-client.ts';
import { openRun, type OpenRunOptions } from './run.ts';
import { askServer } from './server.ts';

let server: TestServer;
let database: pg.Client;
let walDir: string;
let notices: string[];

beforeAll(async () => {
  server = await startTestServer();
  database = new pg.Client({ connectionString: server.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await server.close();
});
beforeEach(async () => {
  walDir = await mkdtemp(join(tmpdir(), 'wal-'));
  notices = [];
});
afterEach(() => rm(walDir, { recursive: true, force: true }));

function open(options: Partial<OpenRunOptions> = {}) {
  return openRun({
    serverUrl: server.url,
    project: 'tracking',
    name: 'a run',
    walDir,
    onNotice: (notice) => notices.push(notice),
    ...options,
  });
}

async function pointsOf(runId: string): Promise<{ key: string; step: number; value: number }[]> {
  const { rows } = await database.query<{ key: string; step: string; value: number }>(
    `SELECT key, step, value FROM points JOIN series ON series.id = series_id WHERE run_id = $1 ORDER BY key, step`,
    [runId],
  );
  return rows.map(({ key, step, value }) => ({ key, step: Number(step), value }));
}

/** Stands between client and server, and changes one bit of the first file that is uploaded through it. */
async function damagingProxy(target: string) {
  let uploads = 0;
  const proxy = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      if (request.method === 'PUT' && ++uploads === 1) body[0]! ^= 1;
      const { method, headers } = request;
      const onward = httpRequest(new URL(request.url!, target), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      });
      onward.end(body);
    });
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    uploads: () => uploads,
    close: () => {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}

const api = () => createApiClient(server.url);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const image = (name: string) => ({
  sha256: sha256(name),
  path: `a/${name}`,
  label: 0,
  split: 'validation' as const,
  width: 2,
  height: 2,
});

describe('a run', () => {
  it('has all its points in Postgres once it is finished, NaN and infinities too', async () => {
    const run = await open({ seed: 7, params: { epochs: 2 }, tags: { who: 'ada' } });
    run.logMetrics({ loss: 0.5, gap: NaN }, { step: 1 });
    run.logMetrics({ loss: Infinity }, { step: 2 });
    expect(await run.finish()).toEqual({ delivered: true, keptIn: null, refused: 0 });
    expect(await pointsOf(run.id)).toEqual([
      { key: 'gap', step: 1, value: NaN },
      { key: 'loss', step: 1, value: 0.5 },
      { key: 'loss', step: 2, value: Infinity },
    ]);
    expect(await api().runs.get.query({ id: run.id })).toMatchObject({
      status: 'finished',
      seed: 7,
      params: { epochs: 2 },
      tags: { who: 'ada' },
    });
    expect(await readdir(walDir)).toEqual([]);
  });

  it('keeps the last value of a step that is logged twice', async () => {
    const run = await open();
    for (const loss of [3, 2, 1]) run.logMetrics({ loss }, { step: 5 });
    await run.finish();
    expect(await pointsOf(run.id)).toEqual([{ key: 'loss', step: 5, value: 1 }]);
  });

  it('refuses a bad key or step where it is logged, not later', async () => {
    const run = await open();
    expect(() => run.logMetrics({ '': 1 }, { step: 0 })).toThrow(BestiaryError);
    expect(() => run.logMetrics({ loss: 1 }, { step: 0.5 })).toThrow('got 0.5');
    await run.finish();
    expect(() => run.logMetrics({ loss: 1 }, { step: 0 })).toThrow('has ended');
  });

  it('stores the error and its stack when it fails', async () => {
    const run = await open();
    await run.fail(
      new BestiaryError('diverged', 'the loss became NaN in epoch 3', { hint: 'lower the rate' }),
    );
    const stored = await api().runs.get.query({ id: run.id });
    expect(stored.status).toBe('failed');
    expect(stored.error).toMatchObject({ code: 'diverged', hint: 'lower the rate' });
    expect(stored.error?.stack).toContain('run.int.test.ts');
  });

  it('keeps what it has when it is cancelled', async () => {
    const run = await open();
    run.logMetrics({ loss: 1 }, { step: 1 });
    await run.cancel('cancelled (SIGINT)');
    expect((await api().runs.get.query({ id: run.id })).status).toBe('cancelled');
    expect(await pointsOf(run.id)).toHaveLength(1);
  });

  it('aborts its signal when it is cancelled from elsewhere', async () => {
    const run = await open();
    await api().runs.transition.mutate({ id: run.id, status: 'cancelled' });
    run.setProgress({ phase: 'training', done: 1, total: 2, unit: 'epoch' });
    await expect.poll(() => run.signal.aborted).toBe(true);
    expect(run.signal.reason).toMatchObject({ code: 'cancelled' });
    expect(await run.cancel()).toMatchObject({ delivered: true, refused: 0 });
  });

  it('tells how far it is', async () => {
    const run = await open();
    const progress = { phase: 'training', done: 3, total: 20, unit: 'epoch' };
    run.setProgress(progress);
    await expect.poll(async () => (await api().runs.get.query({ id: run.id })).progress).toEqual(progress);
    await run.finish();
  });

  it('logs data set, predictions, previews and files', async () => {
    const run = await open();
    const images = [image('1.jpg'), image('2.jpg')];
    run.logDataset({ name: 'two', manifestSha256: sha256(uuidv7()), classNames: ['a', 'b'], images });
    run.logPredictions('validation', [
      { image: images[0]!.sha256, path: 'a/1.jpg', label: 0, predicted: 1, probabilities: [0.25, 0.75] },
    ]);
    const file = join(walDir, 'weights.bin');
    await writeFile(file, Buffer.alloc(300_000, 7));
    await run.logArtifacts([
      { path: 'config.yaml', contentType: 'application/yaml', source: Buffer.from('epochs: 1\n') },
      { path: 'model/weights.bin', contentType: 'application/octet-stream', source: file },
      { path: 'empty.txt', contentType: 'text/plain', source: Buffer.alloc(0) },
    ]);
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const hashes = images.map((each) => each.sha256);
    expect(await run.missingPreviews(hashes)).toEqual(hashes);
    await run.logPreviews([{ image: hashes[0]!, bytes: png }]);
    expect(await run.finish()).toMatchObject({ delivered: true, refused: 0 });

    expect((await api().runs.get.query({ id: run.id })).dataset?.name).toBe('two');
    const files = await api().artifacts.list.query({ runId: run.id });
    expect(files.map(({ path, size }) => [path, size])).toEqual([
      ['config.yaml', 10],
      ['empty.txt', 0],
      ['model/weights.bin', 300_000],
    ]);
    const { url } = await api().artifacts.downloadUrl.query({ runId: run.id, path: 'model/weights.bin' });
    const body = await (await fetch(new URL(url, server.url))).arrayBuffer();
    expect(Buffer.from(body).equals(await readFile(file))).toBe(true);
    expect(await api().datasets.missingPreviews.query({ images: hashes })).toEqual({ missing: [hashes[1]] });
    const { rows } = await database.query(
      'SELECT path, predicted, probabilities FROM predictions WHERE run_id = $1',
      [run.id],
    );
    expect(rows).toEqual([{ path: 'a/1.jpg', predicted: 1, probabilities: [0.25, 0.75] }]);
  });

  it('is not opened where no server answers, and leaves nothing behind', async () => {
    await expect(open({ serverUrl: 'http://127.0.0.1:5099' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
    expect(await readdir(walDir)).toEqual([]);
  });
});

describe('a server that goes away', () => {
  it('loses no point and doubles none when it is killed and restarted in the middle', async () => {
    const run = await open();
    const steps = 600;
    for (let step = 0; step < steps; step++) {
      if (step === 100) await server.kill();
      if (step === 400) await server.restart();
      run.logMetrics({ loss: step / 2, accuracy: step }, { step });
      if (step % 5 === 0) await sleep(1);
    }
    expect(await run.finish()).toMatchObject({ delivered: true, refused: 0 });
    const points = await pointsOf(run.id);
    expect(points.filter(({ key }) => key === 'loss')).toEqual(
      Array.from({ length: steps }, (_, step) => ({ key: 'loss', step, value: step / 2 })),
    );
    expect(points).toHaveLength(2 * steps);
    expect(notices.flatMap((notice) => /is (away|back after)/.exec(notice)?.[0] ?? [])).toEqual([
      'is away',
      'is back after',
    ]);
  });

  it('keeps everything on disk when it does not come back, and says where', async () => {
    const run = await open({ patienceMs: 200 });
    run.logMetrics({ loss: 1 }, { step: 1 });
    await run.flush();
    await server.kill();
    run.logMetrics({ loss: 0.5 }, { step: 2 });
    await run.logArtifacts([{ path: 'a.txt', contentType: 'text/plain', source: Buffer.from('a') }]);
    const ending = await run.finish();
    expect(ending).toEqual({ delivered: false, keptIn: join(walDir, run.id), refused: 0 });
    await server.restart();
    expect(await pointsOf(run.id)).toHaveLength(1);
    const lines = (await readFile(join(walDir, run.id, '00000001.ndjson'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual([
      'metrics',
      'files',
      'transition',
    ]);
  });

  it('uploads a file again that was damaged on its way', async () => {
    const proxy = await damagingProxy(server.url);
    const run = await open({ serverUrl: proxy.url });
    await run.logArtifacts([
      { path: 'a.txt', contentType: 'text/plain', source: Buffer.from('as it was meant') },
    ]);
    expect(await run.finish()).toMatchObject({ delivered: true, refused: 0 });
    proxy.close();
    expect(proxy.uploads()).toBe(2);
    expect(await api().artifacts.list.query({ runId: run.id })).toMatchObject([
      { path: 'a.txt', sha256: sha256('as it was meant') },
    ]);
    const { url } = await api().artifacts.downloadUrl.query({ runId: run.id, path: 'a.txt' });
    expect(await (await fetch(new URL(url, server.url))).text()).toBe('as it was meant');
  });

  it('uploads a file in the end that was cut off', async () => {
    const run = await open();
    const file = join(walDir, 'large.bin');
    await writeFile(file, Buffer.alloc(40_000_000, 1));
    await run.logArtifacts([{ path: 'large.bin', contentType: 'application/octet-stream', source: file }]);
    await sleep(20);
    await server.kill();
    await sleep(200);
    await server.restart();
    expect(await run.finish()).toMatchObject({ delivered: true, refused: 0 });
    expect(await api().artifacts.list.query({ runId: run.id })).toMatchObject([{ size: 40_000_000 }]);
  });
});

describe('a file that changes while it is uploaded', () => {
  it('is put aside with the reason, and the run ends all the same', async () => {
    const run = await open();
    const file = join(walDir, 'changing.txt');
    await writeFile(file, 'before');
    const logged = run.logArtifacts([{ path: 'changing.txt', contentType: 'text/plain', source: file }]);
    await logged;
    await appendFile(file, ' and after');
    const ending = await run.finish();
    expect(ending).toMatchObject({ refused: 1 });
    expect(await readFile(join(ending.keptIn!, 'refused.ndjson'), 'utf8')).toContain(
      'changed before it was uploaded',
    );
    expect((await api().runs.get.query({ id: run.id })).status).toBe('finished');
    expect(notices).toEqual([expect.stringContaining('refused a record')]);
  });
});

describe('askServer', () => {
  it('knows a Bestiary server', async () => {
    expect(await askServer(`${server.url}/`)).toMatchObject({ name: 'bestiary', apiVersion: 1 });
  });

  it('tells a server of another kind from none', async () => {
    const { createServer } = await import('node:http');
    const other = createServer((_request, response) => response.end('<html>')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    await expect(askServer(`http://127.0.0.1:${port}`)).rejects.toThrow('is no Bestiary server');
    other.close();
    await expect(askServer('http://127.0.0.1:5099')).rejects.toThrow('ECONNREFUSED');
    await expect(askServer('localhost:4810')).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('the cost of logging', () => {
  it('is one round trip of a few milliseconds for an epoch, and microseconds for the training', async () => {
    const run = await open();
    const epoch = { loss: 1, accuracy: 2, val_loss: 3, val_accuracy: 4, val_balanced_accuracy: 5 };
    const durable: number[] = [];
    const calls: number[] = [];
    for (let step = 0; step < 200; step++) {
      const start = performance.now();
      run.logMetrics(epoch, { step });
      calls.push(performance.now() - start);
      await run.flush();
      durable.push(performance.now() - start);
    }
    await run.finish();
    const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length / 2]!;
    console.warn(
      `median: ${(median(calls) * 1e3).toFixed(0)} µs a call, ${median(durable).toFixed(2)} ms to durable`,
    );
    expect(median(calls)).toBeLessThan(0.5);
    expect(median(durable)).toBeLessThan(25); // the bench states the figure; this machine may be busy
  });
});
