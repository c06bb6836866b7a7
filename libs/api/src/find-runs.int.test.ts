import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from '@bestiary/contracts/id';
import { toWireFloat } from '@bestiary/contracts/json';
import { COUNT_RUNS_UP_TO, type CreateRunInput, type RunPage } from '@bestiary/contracts/run';
import { type SavedSearch } from '@bestiary/contracts/saved-search';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import { createTRPCClient, httpLink } from '@trpc/client';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AppRouter } from './app.router.ts';

let server: TestServer;
let api: ReturnType<typeof createTRPCClient<AppRouter>>;
let projectId: string;

beforeAll(async () => {
  server = await startTestServer();
  api = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${server.url}/api/trpc`, methodOverride: 'POST' })],
  });
});

afterAll(async () => {
  await server.close();
});

beforeEach(async () => {
  projectId = (await api.projects.ensure.mutate({ id: uuidv7(), name: `project ${uuidv7()}` })).id;
});

async function make(
  run: Partial<CreateRunInput> & { metrics?: Record<string, number> } = {},
): Promise<string> {
  const id = uuidv7();
  const { metrics = {}, ...given } = run;
  await api.runs.create.mutate({ id, projectId, name: 'run', ...given });
  const series = Object.entries(metrics).map(([key, value]) => ({
    key,
    steps: [0],
    values: [toWireFloat(value)],
    times: [0],
  }));
  if (series.length > 0) await api.metrics.log.mutate({ runId: id, series });
  return id;
}

async function sql(text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    return await client.query(text, values);
  } finally {
    await client.end();
  }
}

const idsOf = (page: { runs: { id: string }[] }) => page.runs.map(({ id }) => id);

describe('runs.list', () => {
  it('finds by a search, and says at which column one is wrong', async () => {
    const good = await make({ metrics: { val_accuracy: 0.9 }, params: { lr: 0.001 } });
    await make({ metrics: { val_accuracy: 0.4 } });
    const page = await api.runs.list.query({
      projectId,
      where: 'metrics.val_accuracy > .5 and params.lr < 1',
    });
    expect(idsOf(page)).toEqual([good]);
    await expect(api.runs.list.query({ where: 'metrics.val_accuracy > much' })).rejects.toThrow(
      /wrong at column 24: metrics\.val_accuracy is compared with a number, not with much/,
    );
  });

  it('gives the columns that are asked for, and metrics only where none are', async () => {
    await make({
      metrics: { val_loss: 0.5, 'a b': 2 },
      params: { lr: 0.1, layers: [1, 2], off: null },
      tags: { team: 'α' },
    });
    const columns = [
      'metrics.val_loss',
      'metrics.best.val_loss',
      'metrics.a b',
      'metrics.none',
      'params.lr',
      'params.layers',
      'params.off',
      'tags.team',
    ] as const;
    const [run] = (await api.runs.list.query({ projectId, columns: [...columns] })).runs;
    expect(run!.metrics).toEqual({});
    expect(run!.values).toEqual({
      'metrics.val_loss': 0.5,
      'metrics.best.val_loss': 0.5,
      'metrics.a b': 2,
      'params.lr': 0.1,
      'params.layers': [1, 2],
      'params.off': null,
      'tags.team': 'α',
    });
    const [whole] = (await api.runs.list.query({ projectId })).runs;
    expect(whole).toMatchObject({ values: {}, metrics: { val_loss: 0.5, 'a b': 2 } });
  });

  it('sorts by parameters, numbers before texts, and by tags and extremes', async () => {
    const name = (page: RunPage) => page.runs.map((run) => run.name);
    for (const [run, lr] of [
      ['ten', 10],
      ['nine', '9'],
      ['word', 'high'],
      ['none', undefined],
    ] as const) {
      await make({ name: run, ...(lr === undefined ? {} : { params: { lr }, tags: { lr: String(lr) } }) });
    }
    const by = (column: 'params.lr' | 'tags.lr', direction: 'asc' | 'desc') =>
      api.runs.list.query({ projectId, sort: { by: column, direction } }).then(name);
    expect(await by('params.lr', 'asc')).toEqual(['nine', 'ten', 'word', 'none']);
    expect(await by('params.lr', 'desc')).toEqual(['ten', 'nine', 'word', 'none']);
    expect(await by('tags.lr', 'asc')).toEqual(['ten', 'nine', 'word', 'none']);
  });

  it('pages on while runs are made, each once, in both ways of reading', async () => {
    for (const many of [false, true]) {
      if (many) {
        // more than are counted, so that the index is read
        await sql(
          `INSERT INTO runs (id, project_id, name, status) SELECT gen_random_uuid(), $1, 'old ' || i, 'finished'
           FROM generate_series(1, $2) AS i`,
          [projectId, COUNT_RUNS_UP_TO + 100],
        );
      } else for (let i = 0; i < 20; i++) await make({ name: `old ${i}` });
      const before = (await sql(`SELECT id::text FROM runs WHERE project_id = $1`, [projectId])).rows.length;
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page: RunPage = await api.runs.list.query({
          projectId,
          sort: { by: 'name', direction: 'asc' },
          limit: many ? 500 : 3,
          columns: [],
          cursor,
        });
        expect(page.totalIsExact).toBe(!many);
        expect(page.total).toBe(many ? COUNT_RUNS_UP_TO : 20);
        seen.push(...page.runs.filter((run) => run.name.startsWith('old')).map((run) => run.id));
        await make({ name: 'new' });
        cursor = page.nextCursor;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength(before);
      await sql(`DELETE FROM runs WHERE project_id = $1`, [projectId]);
    }
  });

  it('counts children, and lists those of one run', async () => {
    const parent = await make({ name: 'folds' });
    const children = [await make({ parentId: parent }), await make({ parentId: parent })];
    await api.bulk.trash.mutate({ ids: [children[0]!] });
    expect((await api.runs.get.query({ id: parent })).childCount).toBe(1);
    expect(idsOf(await api.runs.list.query({ parentId: parent }))).toEqual([children[1]]);
    expect(idsOf(await api.runs.list.query({ projectId, where: 'parent is null' }))).toEqual([parent]);
    expect(idsOf(await api.runs.list.query({ where: `parent = '${parent}'` }))).toEqual([children[1]]);
  });

  it('lists a run at the top where it, or one that it made, is found', async () => {
    const parent = await make({ name: 'folds' });
    const child = await make({ name: 'a fold', parentId: parent, params: { fold: 3 } });
    const alone = await make({ name: 'alone', params: { fold: 3 } });
    const top = async (where?: string) =>
      idsOf(await api.runs.list.query({ projectId, where, topLevel: true })).sort();
    expect(await top()).toEqual([parent, alone].sort());
    expect(await top('params.fold = 3')).toEqual([parent, alone].sort());
    expect(await top("name = 'folds'")).toEqual([parent]);
    await api.bulk.archive.mutate({ ids: [parent], archived: true });
    expect(await top()).toEqual([child, alone].sort());
  });

  it('knows the keys that a search can name', async () => {
    const key = `key ${uuidv7()}`;
    await make({ metrics: { [key]: 1 }, params: { [key]: 1 }, tags: { [key]: 'x' } });
    await make({ metrics: { [key]: 2 } });
    const keys = await api.runs.keys.query();
    for (const kind of ['metrics', 'params', 'tags'] as const) {
      expect(keys[kind].filter((known) => known === key)).toHaveLength(1);
      expect(keys[kind]).toEqual([...new Set(keys[kind])]);
    }
  });
});

describe('many runs at once', () => {
  it('are tagged; saying it again changes nothing', async () => {
    const ids = [await make({ tags: { old: 'x', team: 'a' } }), await make()];
    const change = { ids: [...ids, uuidv7()], tags: { team: "b'c", old: null } };
    expect((await api.bulk.tag.mutate(change)).changed.sort()).toEqual([...ids].sort());
    expect(await api.bulk.tag.mutate(change)).toEqual({ changed: [], before: [] });
    for (const id of ids) expect((await api.runs.get.query({ id })).tags).toEqual({ team: "b'c" });
  });

  it('are tagged as they were again by what tagging them gave', async () => {
    const tagged = await make({ tags: { old: 'x', team: 'a', kept: 'k' } });
    const ids = [tagged, await make()];
    const { before } = await api.bulk.tag.mutate({ ids, tags: { team: 'b', old: null, fresh: 'y' } });
    expect(new Map(before.map(({ id, tags }) => [id, tags]))).toEqual(
      new Map([
        [tagged, { team: 'a', old: 'x', fresh: null }],
        [ids[1], { team: null, old: null, fresh: null }],
      ]),
    );
    expect((await api.bulk.retag.mutate({ runs: before })).changed.sort()).toEqual([...ids].sort());
    expect((await api.bulk.retag.mutate({ runs: before })).changed).toEqual([]);
    expect((await api.runs.get.query({ id: tagged })).tags).toEqual({ old: 'x', team: 'a', kept: 'k' });
    expect((await api.runs.get.query({ id: ids[1]! })).tags).toEqual({});
  });

  it('are changed by the search that selects them, but for some', async () => {
    const good = [];
    for (const acc of [0.5, 0.8, 0.9, 0.95]) good.push(await make({ metrics: { acc } }));
    const select = { projectId, where: 'metrics.acc > 0.6' };
    const { changed } = await api.bulk.archive.mutate({ select, except: [good[3]!], archived: true });
    expect(changed.sort()).toEqual([good[1], good[2]].sort());
    expect(idsOf(await api.runs.list.query({ projectId })).sort()).toEqual([good[0], good[3]].sort());
    await expect(api.bulk.trash.mutate({ select: { where: 'metrics.acc >' } })).rejects.toThrow(/column/);
  });

  it('are archived and found there', async () => {
    const [id, other] = [await make(), await make()];
    expect(await api.bulk.archive.mutate({ ids: [id], archived: true })).toEqual({ changed: [id] });
    expect(await api.bulk.archive.mutate({ ids: [id], archived: true })).toEqual({ changed: [] });
    expect(idsOf(await api.runs.list.query({ projectId }))).toEqual([other]);
    expect(idsOf(await api.runs.list.query({ projectId, shelf: 'archived' }))).toEqual([id]);
    await api.bulk.archive.mutate({ ids: [id], archived: false });
    expect(idsOf(await api.runs.list.query({ projectId }))).toHaveLength(2);
  });

  it('go into the trash and come back as they were', async () => {
    const [id, other] = [await make({ tags: { a: 'b' }, metrics: { m: 1 } }), await make()];
    const before = await api.runs.get.query({ id });
    const { changed } = await api.bulk.trash.mutate({ ids: [id, other] });
    expect(changed.sort()).toEqual([id, other].sort());
    expect((await api.runs.list.query({ projectId })).runs).toEqual([]);
    expect(idsOf(await api.runs.list.query({ projectId, shelf: 'trash' }))).toHaveLength(2);
    expect((await api.runs.get.query({ id })).deletedAt).not.toBeNull();
    const projects = await api.projects.list.query();
    expect(projects.find((project) => project.id === projectId)!.runCount).toBe(0);
    expect((await api.bulk.restore.mutate({ ids: changed })).changed).toHaveLength(2);
    expect(await api.runs.get.query({ id })).toEqual(before);
  });

  it('a note is kept as it is written, and removed by null', async () => {
    const id = await make();
    const note = '# Why\n<script>alert(1)</script> *é🐉*';
    await api.runs.update.mutate({ id, note });
    await api.runs.update.mutate({ id, name: 'renamed' });
    expect(await api.runs.get.query({ id })).toMatchObject({ note, name: 'renamed' });
    await api.runs.update.mutate({ id, note: null });
    expect((await api.runs.get.query({ id })).note).toBeNull();
  });
});

describe('groups', () => {
  it('sum up repeats over seeds: mean, standard deviation and n', async () => {
    for (const [seed, accuracy] of [0.7, 0.8, 0.9].entries()) {
      await make({ params: { lr: 0.1, seed }, metrics: { acc: accuracy, loss: NaN } });
    }
    const alone = await make({ params: { lr: 0.2, seed: 1 }, metrics: { acc: 0.5 } });
    const { groups, total } = await api.groups.list.query({
      projectId,
      by: { kind: 'allButSeed' },
      metrics: ['metrics.acc', 'metrics.best.loss'],
    });
    expect(total).toBe(2);
    expect(groups[0]).toMatchObject({ runCount: 3, common: { 'params.lr': 0.1 } });
    expect(groups[0]!.metrics['metrics.acc']).toEqual({
      n: 3,
      mean: expect.closeTo(0.8, 12) as number,
      standardDeviation: expect.closeTo(0.1, 12) as number,
      min: 0.7,
      max: 0.9,
    });
    expect(groups[0]!.metrics).not.toHaveProperty('metrics.best.loss');
    expect(groups[1]).toMatchObject({
      runIds: [alone],
      metrics: { 'metrics.acc': { n: 1, mean: 0.5, standardDeviation: null } },
    });
  });

  it('are made by parameters, tags or parent, of what a search finds', async () => {
    const parent = await make({ name: 'folds', params: { lr: 1 }, tags: { team: 'a' } });
    await make({ parentId: parent, params: { lr: 1 }, tags: { team: 'b' } });
    await make({ params: { lr: 2 } });
    const common = async (by: Parameters<typeof api.groups.list.query>[0]['by'], where?: string) =>
      (await api.groups.list.query({ projectId, by, where })).groups.map((g) => [g.common, g.runCount]);
    expect(await common({ kind: 'columns', columns: ['params.lr'] })).toEqual([
      [{ 'params.lr': 1 }, 2],
      [{ 'params.lr': 2 }, 1],
    ]);
    expect(await common({ kind: 'columns', columns: ['params.lr', 'tags.team'] }, 'params.lr = 1')).toEqual([
      [{ 'params.lr': 1, 'tags.team': 'a' }, 1],
      [{ 'params.lr': 1, 'tags.team': 'b' }, 1],
    ]);
    expect((await common({ kind: 'parent' }))[0]).toEqual([{ parent: { id: parent, name: 'folds' } }, 2]);
    expect(await common({ kind: 'dataset' })).toEqual([[{}, 3]]);
  });

  it('of a run and those that it made measure the latter', async () => {
    const parent = await make({ metrics: { acc: 0 } });
    for (const acc of [0.4, 0.6]) await make({ parentId: parent, metrics: { acc } });
    await make({ metrics: { acc: 0.9 } });
    const { groups } = await api.groups.list.query({
      projectId,
      by: { kind: 'parent' },
      metrics: ['metrics.acc'],
    });
    expect(groups[0]!.runIds[0]).toBe(parent);
    expect(groups.map((group) => [group.runCount, group.metrics['metrics.acc']])).toMatchObject([
      [3, { n: 2, mean: 0.5, min: 0.4, max: 0.6 }],
      [1, { n: 1, mean: 0.9 }],
    ]);
  });
});

describe('saved searches and views', () => {
  it('are kept under a name, changed by their id, and refused where the name is taken or the text no search', async () => {
    const search: SavedSearch = {
      id: uuidv7(),
      name: `good ones ${uuidv7()}`,
      text: "metrics.acc > 0.9 and tags.team = 'é'",
      sort: { by: 'metrics.best.acc', direction: 'desc' },
      columns: ['name', 'metrics.best.acc'],
      layout: { widths: { name: 20.5 }, pinned: ['metrics.best.acc'], group: 'seeds' },
    };
    const find = async () => (await api.savedSearches.list.query()).filter(({ id }) => id === search.id);
    await api.savedSearches.save.mutate(search);
    await api.savedSearches.save.mutate(search);
    expect(await find()).toEqual([search]);
    await api.savedSearches.save.mutate({ ...search, text: 'bear' });
    expect(await find()).toEqual([{ ...search, text: 'bear' }]);
    await expect(api.savedSearches.save.mutate({ ...search, id: uuidv7() })).rejects.toThrow(
      /another search is saved as/,
    );
    await expect(api.savedSearches.save.mutate({ ...search, text: 'name =' })).rejects.toThrow(/column 7/);
    await api.savedSearches.remove.mutate({ id: search.id });
    await api.savedSearches.remove.mutate({ id: search.id });
    expect(await find()).toEqual([]);
  });

  it('a view is whatever its page makes of it', async () => {
    const view = {
      id: uuidv7(),
      page: 'compare',
      name: 'mine',
      state: { runs: [1, null], zoom: { x: 0.5 } },
    };
    await api.savedViews.save.mutate(view);
    expect(await api.savedViews.list.query({ page: 'compare' })).toEqual([view]);
    expect(await api.savedViews.list.query({ page: 'runs' })).toEqual([]);
    await api.savedViews.save.mutate({ ...view, id: uuidv7(), page: 'runs' });
    await expect(api.savedViews.save.mutate({ ...view, id: uuidv7() })).rejects.toThrow(/saved as "mine"/);
    expect(await api.savedViews.get.query({ id: view.id })).toEqual(view);
    await api.savedViews.remove.mutate({ id: view.id });
    await expect(api.savedViews.get.query({ id: view.id })).rejects.toThrow(/no saved view/);
  });
});

describe('emptying the trash', () => {
  async function upload(runId: string, bytes: Buffer): Promise<string> {
    const blob = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
    const { tickets } = await api.artifacts.requestUploads.mutate({ blobs: [blob] });
    const ticket = tickets[0]!;
    if (ticket.state === 'upload') {
      await fetch(new URL(ticket.url, server.url), { method: 'PUT', body: new Uint8Array(bytes) });
      await api.artifacts.commitUploads.mutate({ uploads: [{ ...blob, uploadId: ticket.uploadId }] });
    }
    const file = { path: `file-${blob.sha256}`, sha256: blob.sha256, contentType: 'text/plain' };
    await api.artifacts.record.mutate({ runId, files: [file] });
    return blob.sha256;
  }

  async function storedFiles(): Promise<string[]> {
    const files = await readdir(path.join(server.dataDir, 'artifacts'), { recursive: true });
    return files.map((file) => path.basename(file));
  }

  async function emptyAll(): Promise<{ runs: number; blobs: number; bytes: number }> {
    const deletedBefore = new Date().toISOString();
    const sum = { runs: 0, blobs: 0, bytes: 0 };
    for (let done = false; !done;) {
      const step = await api.trash.empty.mutate({ deletedBefore });
      sum.runs += step.runs;
      sum.blobs += step.blobs;
      sum.bytes += step.bytes;
      done = step.done;
    }
    return sum;
  }

  it('frees what no other run uses and no client has asked for of late, and tells so before', async () => {
    await emptyAll(); // of what other tests left
    const [gone, kept] = [await make({ metrics: { m: 1 } }), await make()];
    const own = await upload(gone, randomBytes(100));
    const sharedBytes = randomBytes(50);
    const shared = await upload(gone, sharedBytes);
    await upload(kept, sharedBytes);
    const fresh = await upload(gone, randomBytes(10));
    await sql(`UPDATE blobs SET requested_at = now() - interval '2 days' WHERE sha256 <> $1`, [fresh]);
    expect(await emptyAll()).toEqual({ runs: 0, blobs: 0, bytes: 0 });

    await api.bulk.trash.mutate({ ids: [gone] });
    await sleep(2); // the trash is emptied of what was there before
    const now = new Date().toISOString();
    expect(await api.trash.contents.query({ deletedBefore: now })).toEqual({ runs: 1, blobs: 1, bytes: 100 });
    expect(await storedFiles()).toContain(own);
    expect(await emptyAll()).toEqual({ runs: 1, blobs: 1, bytes: 100 });
    await expect(api.runs.get.query({ id: gone })).rejects.toThrow(/there is no run/);
    const files = await storedFiles();
    expect(files).not.toContain(own);
    expect(files).toEqual(expect.arrayContaining([shared, fresh]));
    expect((await sql('SELECT count(*)::int AS n FROM series WHERE run_id = $1', [gone])).rows).toEqual([
      { n: 0 },
    ]);
  });

  it('keeps a blob that a client has just been told is stored', async () => {
    const run = await make();
    const bytes = randomBytes(30);
    const sha256 = await upload(run, bytes);
    await api.bulk.trash.mutate({ ids: [run] });
    await sql(`UPDATE blobs SET requested_at = now() - interval '2 days' WHERE sha256 = $1`, [sha256]);
    const { tickets } = await api.artifacts.requestUploads.mutate({ blobs: [{ sha256, size: 30 }] });
    expect(tickets[0]!.state).toBe('stored');
    await sleep(2);
    expect(await emptyAll()).toMatchObject({ runs: 1, blobs: 0 });
    await upload(await make(), bytes);
    expect(await storedFiles()).toContain(sha256);
  });

  it('leaves what was put into the trash later', async () => {
    const run = await make();
    const before = new Date(Date.now() - 60_000).toISOString();
    await api.bulk.trash.mutate({ ids: [run] });
    expect((await api.trash.empty.mutate({ deletedBefore: before })).runs).toBe(0);
    expect((await api.runs.get.query({ id: run })).deletedAt).not.toBeNull();
  });
});

describe('a search that would take long', () => {
  it('is stopped, listed or counted, with status 400 and a way out', async () => {
    await make({ tags: { team: 'zoo' } });
    const holder = new pg.Client({ connectionString: server.databaseUrl });
    await holder.connect();
    try {
      // no one can read tags until this ends: a search for one waits as a slow one works
      await holder.query('BEGIN; LOCK TABLE tags IN ACCESS EXCLUSIVE MODE');
      const input = encodeURIComponent(JSON.stringify({ where: "tags.team = 'zoo'" }));
      await Promise.all(
        ['list', 'count'].map(async (procedure) => {
          const answer = await fetch(`${server.url}/api/trpc/runs.${procedure}?input=${input}`);
          expect(answer.status).toBe(400);
          expect(await answer.json()).toMatchObject({
            error: {
              message: 'the search took longer than 5 s and was stopped',
              data: {
                bestiary: { code: 'invalid_input', hint: expect.stringContaining('narrow it') as string },
              },
            },
          });
        }),
      );
    } finally {
      await holder.end();
    }
    expect(await api.runs.count.query({ projectId, where: "tags.team = 'zoo'" })).toEqual({
      total: 1,
      totalIsExact: true,
    });
  });
});
