import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { uuidv7 } from '@bestiary/contracts/id';
import { type SeriesColumns } from '@bestiary/contracts/metric';
import { type RunChange } from '@bestiary/contracts/run';
import { openDatabase } from '@bestiary/db/database';
import { MetricRepository } from '@bestiary/db/repositories/metric.repository';
import { RunRepository } from '@bestiary/db/repositories/run.repository';
import { type ServerEvent, serverEvents } from '@bestiary/testing/server-events';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AppRouter } from './app.router.ts';

let server: TestServer;
let api: ReturnType<typeof createTRPCClient<AppRouter>>;
let projectId: string;

beforeAll(async () => {
  server = await startTestServer();
  api = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${server.url}/api/trpc`, methodOverride: 'POST' })],
  });
  projectId = (await api.projects.ensure.mutate({ id: uuidv7(), name: 'api' })).id;
});

afterAll(async () => {
  await server.close();
});

async function makeRun(more: { datasetId?: string } = {}): Promise<string> {
  const id = uuidv7();
  await api.runs.create.mutate({ id, projectId, name: 'run', ...more });
  return id;
}

/** The failure as a client sees it. */
async function failureOf(call: Promise<unknown>): Promise<{ status: number; code: string; message: string }> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TRPCClientError)) throw new Error('no failure');
  const data = error.data as { httpStatus: number; bestiary: { code: string } };
  expect(JSON.stringify(error.shape)).not.toContain('stack');
  return { status: data.httpStatus, code: data.bestiary.code, message: error.message };
}

const point = (key: string, step: number, value: number): SeriesColumns => ({
  key,
  steps: [step],
  values: [value],
  times: [1_700_000_000_000],
});

function streamUrl(path: string, input: object): string {
  return `${server.url}/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`;
}

/** The next event that carries data. */
async function nextOf(events: AsyncGenerator<ServerEvent>): Promise<ServerEvent> {
  for (;;) {
    const { value, done } = await events.next();
    if (done) throw new Error('the stream has ended');
    if (value.event === 'message') return value;
  }
}

/** The next points of one series at one step; an announcement that was on its way may repeat others before. */
async function pointOf(
  events: AsyncGenerator<ServerEvent>,
  key: string,
  step: number,
): Promise<SeriesColumns> {
  for (;;) {
    const found = seriesOf(await nextOf(events)).find((s) => s.key === key && s.steps.includes(step));
    if (found !== undefined) return found;
  }
}

const seriesOf = ({ data }: ServerEvent) => (data as { series: SeriesColumns[] }).series;

describe('projects and runs', () => {
  it('makes a project once by name', async () => {
    const again = await api.projects.ensure.mutate({ id: uuidv7(), name: 'api' });
    expect(again.id).toBe(projectId);
    expect((await api.projects.list.query()).filter((project) => project.name === 'api')).toHaveLength(1);
  });

  it('takes every write twice', async () => {
    const id = uuidv7();
    expect(await api.runs.create.mutate({ id, projectId, name: 'twice' })).toEqual({ created: true });
    expect(await api.runs.create.mutate({ id, projectId, name: 'twice' })).toEqual({ created: false });
    for (let i = 0; i < 2; i++) {
      await api.metrics.log.mutate({ runId: id, series: [point('loss', 0, 1)] });
      await api.runs.transition.mutate({ id, status: 'finished' });
    }
    expect(await api.runs.get.query({ id })).toMatchObject({ status: 'finished', metrics: { loss: 1 } });
  });

  it('says conflict for what a status forbids, and for an id of another project', async () => {
    const id = await makeRun();
    await api.runs.transition.mutate({ id, status: 'finished' });
    expect(await failureOf(api.runs.transition.mutate({ id, status: 'failed' }))).toEqual({
      status: 409,
      code: 'conflict',
      message: `run ${id} is finished and cannot become failed`,
    });
    const other = await api.projects.ensure.mutate({ id: uuidv7(), name: 'other' });
    const stolen = api.runs.create.mutate({ id, projectId: other.id, name: 'run' });
    expect(await failureOf(stolen)).toMatchObject({ status: 409, code: 'conflict' });
  });

  it('says what is not there', async () => {
    const id = uuidv7();
    const calls = [
      () => api.runs.get.query({ id }),
      () => api.runs.heartbeat.mutate({ id }),
      () => api.runs.update.mutate({ id, name: 'x' }),
      () => api.runs.transition.mutate({ id, status: 'finished' }),
      () => api.metrics.log.mutate({ runId: id, series: [point('loss', 0, 1)] }),
      () => api.predictions.evaluation.query({ runId: id }),
      () => api.artifacts.list.query({ runId: id }),
      () => api.artifacts.downloadUrl.query({ runId: id, path: 'a' }),
      () => api.datasets.get.query({ id }),
    ];
    for (const call of calls) {
      expect(await failureOf(call())).toMatchObject({ status: 404, code: 'not_found', message: expect.stringContaining(id) }); // prettier-ignore
    }
  });
});

describe('failures', () => {
  it('names a wrong input', async () => {
    const failure = await failureOf(api.runs.get.query({ id: 'no-uuid' }));
    expect(failure).toMatchObject({ status: 400, code: 'invalid_input', message: expect.stringMatching(/UUID.*\n.*id/) }); // prettier-ignore
    const nul = api.runs.update.mutate({ id: await makeRun(), tags: { key: 'a\u0000b' } });
    expect(await failureOf(nul)).toMatchObject({ status: 400, code: 'invalid_input' });
  });

  it('keeps a defect to its log, under a number', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const db = openDatabase(server.databaseUrl);
    try {
      await db.$executeRawUnsafe('ALTER TABLE tags RENAME TO hidden_tags');
      const failure = await failureOf(api.runs.get.query({ id: await failureFreeRun(db) }));
      expect(failure).toMatchObject({ status: 500, code: 'internal' });
      const number = /^the server failed unexpectedly \(error ([0-9a-f-]{36})\)$/.exec(failure.message)![1]!;
      expect(log.mock.calls.flat().join(' ')).toContain(number);
      expect(failure.message).not.toMatch(/tags|prisma|SELECT/i);
    } finally {
      await db.$executeRawUnsafe('ALTER TABLE hidden_tags RENAME TO tags');
      await db.$disconnect();
      log.mockRestore();
    }
  });

  async function failureFreeRun(db: ReturnType<typeof openDatabase>): Promise<string> {
    const row = await db.run.findFirstOrThrow({ select: { id: true } });
    return row.id;
  }

  it.each([
    ['that says so', { 'content-length': String(65 * 2 ** 20) }],
    ['that does not', { 'transfer-encoding': 'chunked' }],
  ])('refuses a request that is too large, one %s', async (_, framing) => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(`${server.url}/api/trpc/metrics.log`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...framing },
      });
      request.on('response', (response) => resolve(response.statusCode));
      request.on('error', reject);
      const chunk = Buffer.alloc(2 ** 20, ' ');
      for (let i = 0; i < 65; i++) request.write(chunk);
    });
    expect(status).toBe(413);
  });

  it('takes 10,000 predictions in one request and no more', async () => {
    const runId = await makeRun();
    const predictions = Array.from({ length: 10_001 }, (_, i) => ({
      image: 'ab'.repeat(32),
      path: `${i}.png`,
      label: i % 2,
      predicted: 1,
      probabilities: [0.25, 0.75],
    }));
    const most = predictions.slice(1);
    expect(await api.predictions.log.mutate({ runId, split: 'test', predictions: most })).toEqual({
      rows: 10_000,
    });
    const more = api.predictions.log.mutate({ runId, split: 'test', predictions });
    expect(await failureOf(more)).toMatchObject({ status: 400, code: 'invalid_input' });
  });
});

describe('predictions', () => {
  const sha = (i: number) => createHash('sha256').update(String(i)).digest('hex');

  it('counts an evaluation from the rows, and shows the worst mistakes first', async () => {
    const datasetId = uuidv7();
    const images = Array.from({ length: 6 }, (_, i) => ({
      sha256: sha(i),
      path: `${i < 3 ? 'bear' : 'dragon'}/${i}.png`,
      label: i < 3 ? 0 : 1,
      split: 'validation' as const,
      width: 10 + i,
      height: 20,
      ...(i === 0 ? { brightness: 0.5, sharpness: 81.5 } : {}),
    }));
    const dataset = {
      id: datasetId,
      name: 'set',
      manifestSha256: sha(99),
      classNames: ['bear', 'dragon'],
      images,
    };
    expect(await api.datasets.register.mutate(dataset)).toEqual({ id: datasetId, created: true });
    expect(await api.datasets.register.mutate({ ...dataset, id: uuidv7() })).toEqual({ id: datasetId, created: false }); // prettier-ignore
    expect((await api.datasets.get.query({ id: datasetId })).counts).toEqual([
      { split: 'validation', label: 0, count: 3 },
      { split: 'validation', label: 1, count: 3 },
    ]);
    const runId = await makeRun({ datasetId });
    const dragon = [0.1, 0.75, 0.9, 0.4, 0.5, 1];
    const predictions = images.map((image, i) => ({
      image: image.sha256,
      path: image.path,
      label: image.label,
      predicted: dragon[i]! >= 0.5 ? 1 : 0,
      probabilities: [1 - dragon[i]!, dragon[i]!],
    }));
    await api.predictions.log.mutate({ runId, split: 'validation', predictions: predictions.slice(0, 4) });
    await api.predictions.log.mutate({ runId, split: 'validation', predictions: predictions.slice(2) });
    expect(await api.predictions.evaluation.query({ runId })).toMatchObject({
      classNames: ['bear', 'dragon'],
      count: 6,
      confusion: [
        [1, 1],
        [2, 2],
      ],
      accuracy: { value: 0.5, hits: 3, of: 6 },
      balancedAccuracy: 0.5,
    });
    const wrong = await api.predictions.gallery.query({ runId, outcome: 'wrong', limit: 2 });
    expect(wrong.total).toBe(3);
    expect(wrong.images.map((image) => image.path)).toEqual(['bear/2.png', 'bear/1.png']);
    expect(wrong.images[0]).toMatchObject({
      width: 12,
      height: 20,
      hasPreview: false,
      probabilities: [0.1, 0.9],
    });
    const right = await api.predictions.gallery.query({ runId, outcome: 'right' });
    expect(right.images.map((image) => image.path)).toEqual(['bear/0.png', 'dragon/4.png', 'dragon/5.png']);
    const cell = await api.predictions.gallery.query({ runId, label: 1, predicted: 0 });
    expect(cell.images.map((image) => image.path)).toEqual(['dragon/3.png']);

    const columns = await api.predictions.columns.query({ runId });
    expect(columns).toMatchObject({
      classNames: ['bear', 'dragon'],
      paths: images.map((image) => image.path),
      images: images.map((image) => image.sha256),
      labels: [0, 0, 0, 1, 1, 1],
      widths: [10, 11, 12, 13, 14, 15],
      heights: [20, 20, 20, 20, 20, 20],
      brightnesses: [0.5, null, null, null, null, null],
      sharpnesses: [81.5, null, null, null, null, null],
      previews: [0, 0, 0, 0, 0, 0],
    });
    const bytes = Buffer.from(columns.probabilities, 'base64');
    const floats = new Float32Array(Uint8Array.from(bytes).buffer);
    expect(floats.filter((_, i) => i % 2 === 1)).toEqual(Float32Array.from(dragon));
  });

  it('are sent in columns up to so many probabilities, whatever the number of classes', async () => {
    const runId = await makeRun();
    const db = openDatabase(server.databaseUrl);
    await db.$executeRaw`
      INSERT INTO predictions (run_id, split, path, image_sha256, label, predicted, probabilities)
      SELECT ${runId}::uuid, 'validation', lpad(i::text, 4, '0'), ${sha(1)}, 0, 0, array_fill(0.001::real, ARRAY[1000])
      FROM generate_series(1, 5001) AS i`;
    await db.$disconnect();
    await expect(api.predictions.columns.query({ runId })).rejects.toThrow(
      '5001 validation predictions of 1000 classes: too many',
    );
  });

  it('of a test image are not mixed up with a training image of the same path', async () => {
    const image = { path: 'bear/1.png', label: 0, width: 1, height: 1 };
    const dataset = {
      id: uuidv7(),
      name: 'with test',
      manifestSha256: sha(1_098),
      classNames: ['bear', 'dragon'],
      images: [
        { ...image, sha256: sha(1), split: 'training' as const },
        { ...image, sha256: sha(2), split: 'test' as const },
      ],
    };
    const { id: datasetId } = await api.datasets.register.mutate(dataset);
    const runId = await makeRun({ datasetId });
    for (const split of ['training', 'test'] as const) {
      const predictions = [
        {
          image: sha(split === 'test' ? 2 : 1),
          path: image.path,
          label: 0,
          predicted: 0,
          probabilities: [1, 0],
        },
      ];
      await api.predictions.log.mutate({ runId, split, predictions });
      expect(await api.predictions.gallery.query({ runId, split })).toMatchObject({
        total: 1,
        images: [{ image: predictions[0]!.image }],
      });
    }
  });

  it('has an evaluation of nothing for a run without predictions', async () => {
    const runId = await makeRun();
    expect(await api.predictions.evaluation.query({ runId })).toMatchObject({ count: 0, confusion: [] });
  });

  it('registers 50,000 images in one request', async () => {
    const images = Array.from({ length: 50_000 }, (_, i) => ({
      sha256: sha(i + 1_000),
      path: `class/${i}.png`,
      label: 0,
      split: 'training' as const,
      width: 1,
      height: 1,
    }));
    const input = { id: uuidv7(), name: 'large', manifestSha256: sha(98), classNames: ['a', 'b'], images };
    expect(await api.datasets.register.mutate(input)).toEqual({ id: input.id, created: true });
    const { counts } = await api.datasets.get.query({ id: input.id });
    expect(counts).toEqual([{ split: 'training', label: 0, count: 50_000 }]);
    const { missing } = await api.datasets.missingPreviews.query({ images: images.slice(0, 9_000).map((i) => i.sha256) }); // prettier-ignore
    expect(missing).toHaveLength(9_000);
  });
});

describe('artifacts', () => {
  async function upload(bytes: Buffer): Promise<string> {
    const blob = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
    const { tickets } = await api.artifacts.requestUploads.mutate({ blobs: [blob] });
    const ticket = tickets[0]!;
    if (ticket.state === 'upload') {
      const put = await fetch(new URL(ticket.url, server.url), {
        method: 'PUT',
        body: new Uint8Array(bytes),
      });
      expect(put.status).toBe(200);
      await api.artifacts.commitUploads.mutate({ uploads: [{ ...blob, uploadId: ticket.uploadId }] });
    }
    return blob.sha256;
  }

  it('goes from bytes to a file of a run and back, and replaces a path', async () => {
    const runId = await makeRun();
    const [one, two] = [randomBytes(2_000), randomBytes(3_000)];
    for (const bytes of [one, two]) {
      const file = {
        path: 'model/1/weights.bin',
        sha256: await upload(bytes),
        contentType: 'application/octet-stream',
      };
      await api.artifacts.record.mutate({ runId, files: [file] });
      await api.artifacts.record.mutate({ runId, files: [file] });
    }
    expect(await api.artifacts.list.query({ runId })).toMatchObject([
      { path: 'model/1/weights.bin', size: 3_000 },
    ]);
    const { url } = await api.artifacts.downloadUrl.query({ runId, path: 'model/1/weights.bin' });
    const response = await fetch(new URL(url, server.url));
    expect(response.headers.get('content-disposition')).toContain('filename="weights.bin"');
    expect(Buffer.from(await response.arrayBuffer()).equals(two)).toBe(true);
  });

  it('names no blob that is not stored, and no path that leads out', async () => {
    const runId = await makeRun();
    const file = { path: 'a.txt', sha256: 'cd'.repeat(32), contentType: 'text/plain' };
    expect(await failureOf(api.artifacts.record.mutate({ runId, files: [file] }))).toMatchObject({
      status: 404,
    });
    const out = { ...file, path: '../a.txt' };
    expect(await failureOf(api.artifacts.record.mutate({ runId, files: [out] }))).toMatchObject({
      status: 400,
    });
    const commit = api.artifacts.commitUploads.mutate({ uploads: [{ sha256: file.sha256, size: 1, uploadId: uuidv7() }] }); // prettier-ignore
    expect(await failureOf(commit)).toMatchObject({ status: 422, code: 'integrity' });
  });

  it('shows the preview of an image', async () => {
    const image = createHash('sha256').update('0').digest('hex'); // registered above
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(100_000)]);
    const blob = await upload(png);
    expect(await api.datasets.attachPreviews.mutate({ previews: [{ image, blob }] })).toEqual({
      attached: 1,
    });
    expect(await api.datasets.missingPreviews.query({ images: [image] })).toEqual({ missing: [] });
    const response = await fetch(`${server.url}/api/images/${image}`);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(Buffer.from(await response.arrayBuffer()).equals(png)).toBe(true);
    const etag = response.headers.get('etag')!;
    expect(
      (await fetch(`${server.url}/api/images/${image}`, { headers: { 'if-none-match': etag } })).status,
    ).toBe(304);
    expect((await fetch(`${server.url}/api/images/${'00'.repeat(32)}`)).status).toBe(404);
    expect((await fetch(`${server.url}/api/images/..%2Fsecret`)).status).toBe(404);
  });
});

describe('live streams', () => {
  it('gives all points, then those that another process writes, and ends with the run', async () => {
    const runId = await makeRun();
    const elsewhere = openDatabase(server.databaseUrl);
    const [metrics, runs] = [new MetricRepository(elsewhere), new RunRepository(elsewhere)];
    try {
      await metrics.log(runId, [point('loss', 0, 1), point('acc', 0, 0.5)]);
      const events = serverEvents(streamUrl('metrics.onPoints', { runId }));
      expect(seriesOf(await nextOf(events)).map(({ key, steps }) => [key, steps])).toEqual([
        ['acc', [0]],
        ['loss', [0]],
      ]);
      await metrics.log(runId, [point('loss', 1, 0.5)]);
      expect(await pointOf(events, 'loss', 1)).toEqual(point('loss', 1, 0.5));
      await metrics.log(runId, [{ ...point('loss', 1, 0.25), values: ['NaN'] }]);
      expect(await pointOf(events, 'loss', 1)).toEqual({ ...point('loss', 1, 0), values: ['NaN'] });
      await runs.transition({ id: runId, status: 'finished' });
      const rest: string[] = [];
      for await (const { event } of events) rest.push(event);
      expect(rest.at(-1)).toBe('return');
    } finally {
      await elsewhere.$disconnect();
    }
  });

  it('goes on after an interruption with what was missed', async () => {
    const runId = await makeRun();
    const cut = new AbortController();
    const first = serverEvents(streamUrl('metrics.onPoints', { runId }), { signal: cut.signal });
    await nextOf(first);
    await api.metrics.log.mutate({ runId, series: [point('loss', 0, 1)] });
    const seen = await nextOf(first);
    cut.abort();
    await api.metrics.log.mutate({ runId, series: [point('loss', 1, 2), point('acc', 0, 3)] });
    const second = serverEvents(streamUrl('metrics.onPoints', { runId }), { lastEventId: seen.id! });
    const missed = seriesOf(await nextOf(second));
    expect(missed).toContainEqual(point('acc', 0, 3));
    const loss = missed.find(({ key }) => key === 'loss')!;
    expect(loss.steps).toContain(1); // and perhaps 0 again
    await second.return(undefined);
  });

  it('tells what changed in which run, of one run or of all', async () => {
    const watched = await makeRun();
    const all = serverEvents(streamUrl('runs.onChange', {}));
    const one = serverEvents(streamUrl('runs.onChange', { runId: watched }));
    await Promise.all([all.next(), one.next()]); // connected
    const other = uuidv7();
    // the subscription begins to listen when the stream is open: repeat until it hears
    await vi.waitFor(async () => {
      await api.runs.heartbeat.mutate({
        id: watched,
        progress: { phase: 'x', done: Math.random(), total: 1, unit: 'y' },
      });
      expect((await nextOf(one)).data).toEqual({ runId: watched, kind: 'progress' });
    });
    await api.runs.create.mutate({ id: other, projectId, name: 'other' });
    await api.metrics.log.mutate({ runId: watched, series: [point('loss', 0, 1)] });
    await api.runs.transition.mutate({ id: watched, status: 'cancelled' });
    const kinds: string[] = [];
    while (!kinds.includes('status')) {
      const change = (await nextOf(one)).data as RunChange;
      expect(change.runId).toBe(watched);
      kinds.push(change.kind);
    }
    expect(kinds.filter((kind) => kind !== 'progress')).toEqual(['metrics', 'status']);
    const changes: RunChange[] = [];
    while (changes.at(-1)?.kind !== 'status') changes.push((await nextOf(all)).data as RunChange);
    expect(changes).toContainEqual({ runId: other, kind: 'created' });
    await Promise.all([all.return(undefined), one.return(undefined)]);
  });

  it('says so when there is no such run', async () => {
    const events = serverEvents(streamUrl('metrics.onPoints', { runId: uuidv7() }));
    const seen: ServerEvent[] = [];
    for await (const event of events) {
      seen.push(event);
      if (event.event === 'serialized-error') break;
    }
    expect(JSON.stringify(seen.at(-1)!.data)).toContain('not_found');
  });

  it('goes on when the database has cut its connections', async () => {
    const runId = await makeRun();
    const events = serverEvents(streamUrl('metrics.onPoints', { runId }));
    await nextOf(events);
    const db = openDatabase(server.databaseUrl);
    await db.$queryRaw`
      SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    await new MetricRepository(db).log(runId, [point('loss', 0, 7)]);
    await db.$disconnect();
    expect(seriesOf(await nextOf(events))).toEqual([point('loss', 0, 7)]);
    await events.return(undefined);
    await vi.waitFor(async () =>
      expect((await api.runs.get.query({ id: runId })).metrics).toEqual({ loss: 7 }),
    );
  });
});

describe('health', () => {
  it('is alive and ready', async () => {
    expect(await (await fetch(`${server.url}/healthz`)).json()).toMatchObject({ status: 'ok' });
    const ready = await fetch(`${server.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, expect.objectContaining({ status: 'ok' })]);
    expect(await api.server.info.query()).toMatchObject({ name: 'bestiary', artifactStore: 'folder' });
  });

  it('says what is missing when it is not ready', async () => {
    const db = openDatabase(server.databaseUrl);
    await db.$executeRaw`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'y', '2099_later', now())`;
    const response = await fetch(`${server.url}/readyz`);
    await db.$executeRaw`DELETE FROM _prisma_migrations WHERE id = 'x'`;
    await db.$disconnect();
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      reasons: { database: expect.stringContaining('2099_later') },
    });
  });

  it('comes back on the same address with all it had', async () => {
    const runId = await makeRun();
    await server.kill();
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    await server.restart();
    expect(await api.runs.get.query({ id: runId })).toMatchObject({ id: runId, status: 'running' });
  });
});
