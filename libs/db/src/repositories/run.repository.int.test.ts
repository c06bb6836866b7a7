import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from '@bestiary/contracts/id';
import { type CreateRunInput, ListRunsInput, RunDetail, RUN_STATUSES, RUN_TRANSITIONS, type RunPage } from '@bestiary/contracts/run'; // prettier-ignore
import { createTestDatabase, type TestDatabase } from '@bestiary/testing/test-database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { DatasetRepository } from './dataset.repository.ts';
import { MetricRepository } from './metric.repository.ts';
import { ProjectRepository } from './project.repository.ts';
import { RunRepository } from './run.repository.ts';

let database: TestDatabase;
let db: Database;
let runs: RunRepository;
let projectId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  runs = new RunRepository(db);
});

afterAll(async () => {
  await db.$disconnect();
  await database.close();
});

beforeEach(async () => {
  projectId = (await new ProjectRepository(db).ensure(uuidv7(), `project ${uuidv7()}`)).id;
});

async function makeRun(run: Partial<CreateRunInput> = {}): Promise<string> {
  const id = run.id ?? uuidv7();
  await runs.create({ id, projectId, name: 'run', ...run });
  return id;
}

async function list(query: Omit<(typeof ListRunsInput)['_input'], 'projectId'> = {}): Promise<RunPage> {
  const input = ListRunsInput.parse({ projectId, ...query });
  return runs.list(input, input);
}

describe('create', () => {
  it('keeps what it is given, and changes nothing when it is repeated', async () => {
    const id = uuidv7();
    const run: CreateRunInput = {
      id,
      projectId,
      name: 'bears "and" dragons 🐉',
      seed: 2 ** 40,
      params: { lr: 1e-4, layers: [1, 2], nested: { a: null }, name: 'x' },
      tags: { team: 'α' },
      environment: { backend: 'tensorflow', cpuCount: 2 },
      startedAt: '2026-01-02T03:04:05.678Z',
    };
    expect(await runs.create(run)).toBe(true);
    expect(await runs.create({ ...run, name: 'other', params: { lr: 5 } })).toBe(false);
    const detail = (await runs.get(id))!;
    expect(RunDetail.parse(detail)).toEqual(detail);
    expect(detail).toMatchObject({
      name: run.name,
      seed: run.seed,
      params: run.params,
      tags: run.tags,
      environment: run.environment,
      startedAt: run.startedAt,
      status: 'running',
      error: null,
      dataset: null,
    });
  });

  it('says what is missing', async () => {
    const missing = uuidv7();
    await expect(makeRun({ projectId: missing })).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining(missing) }); // prettier-ignore
    await expect(makeRun({ parentId: missing })).rejects.toThrow('parent');
    await expect(makeRun({ datasetId: missing })).rejects.toThrow('data set');
  });
});

describe('update', () => {
  it('changes what is given and leaves the rest; null removes a tag', async () => {
    const id = await makeRun({ params: { a: 1, b: 2 }, tags: { x: '1', y: '2' }, environment: { backend: 'wasm' } }); // prettier-ignore
    const change = { id, params: { b: 3, c: true }, tags: { x: null, z: '3' }, environment: { cpu: 'fast' } };
    expect(await runs.update(change)).toBe(true);
    expect(await runs.update(change)).toBe(true);
    expect(await runs.get(id)).toMatchObject({ name: 'run', params: { a: 1, b: 3, c: true } });
    expect((await runs.get(id))!.tags).toEqual({ y: '2', z: '3' });
    expect((await runs.get(id))!.environment).toEqual({ backend: 'wasm', cpu: 'fast' });
    expect(await runs.update({ id: uuidv7(), name: 'nobody' })).toBe(false);
  });
});

describe('transition', () => {
  /** Ways to bring a new run into a status. */
  const WAYS = {
    queued: ['queued'],
    running: ['running'],
    finished: ['running', 'finished'],
    failed: ['running', 'failed'],
    cancelled: ['queued', 'cancelled'],
    lost: ['running', 'lost'],
  } as const;

  it.each(RUN_STATUSES.flatMap((from) => RUN_STATUSES.map((to) => [from, to] as const)))(
    'obeys the table from %s to %s, and takes a repetition',
    async (from, to) => {
      const [first, second] = WAYS[from];
      const id = await makeRun({ status: first });
      if (second !== undefined) expect(await runs.transition({ id, status: second })).toBe('changed');
      const expected = RUN_TRANSITIONS[from].includes(to)
        ? 'changed'
        : from === to
          ? 'same'
          : { forbiddenBy: from };
      expect(await runs.transition({ id, status: to })).toEqual(expected);
      const after = expected === 'changed' ? to : from;
      expect(await runs.status(id)).toBe(after);
      expect(await runs.transition({ id, status: after })).toBe('same');
    },
  );

  it('lets one of two rivals win', async () => {
    for (let i = 0; i < 10; i++) {
      const id = await makeRun();
      const outcomes = await Promise.all([
        runs.transition({ id, status: 'finished' }),
        runs.transition({ id, status: 'failed', error: { message: 'no' } }),
      ]);
      const status = await runs.status(id);
      expect(outcomes).toContainEqual('changed');
      expect(outcomes).toContainEqual({ forbiddenBy: status });
    }
  });

  it('notes when a run ended, and why it failed', async () => {
    const id = await makeRun({ startedAt: '2026-01-01T00:00:00.000Z' });
    const error = { message: 'out of memory', stack: 'at …' };
    await runs.transition({ id, status: 'failed', error, at: '2026-01-01T00:01:00.000Z' });
    expect(await runs.get(id)).toMatchObject({ error, endedAt: '2026-01-01T00:01:00.000Z' });
  });

  it('knows a missing run from a forbidden change', async () => {
    expect(await runs.transition({ id: uuidv7(), status: 'finished' })).toBeUndefined();
  });
});

describe('heartbeat', () => {
  it('brings a lost run back, and leaves one that has ended', async () => {
    const id = await makeRun();
    await sleep(30);
    expect(await runs.markLost(10)).toContain(id);
    expect(await runs.status(id)).toBe('lost');
    const progress = { phase: 'training', done: 3, total: 20, unit: 'epoch' };
    expect(await runs.heartbeat(id, progress)).toBe('running');
    expect(await runs.get(id)).toMatchObject({ status: 'running', progress });
    expect(await runs.heartbeat(id, undefined)).toBe('running');
    expect((await runs.get(id))!.progress).toEqual(progress);
    await runs.transition({ id, status: 'cancelled' });
    expect(await runs.heartbeat(id, undefined)).toBe('cancelled');
    expect(await runs.status(id)).toBe('cancelled');
    expect(await runs.heartbeat(uuidv7(), undefined)).toBeUndefined();
  });

  it('keeps a run from being lost; each lost run is marked by one of many servers', async () => {
    const [quiet, alive] = [await makeRun(), await makeRun()];
    await sleep(300);
    await runs.heartbeat(alive, undefined);
    const marked = await Promise.all(Array.from({ length: 4 }, () => runs.markLost(250)));
    expect(marked.flat().filter((id) => id === quiet)).toHaveLength(1);
    expect(marked.flat()).not.toContain(alive);
  });
});

describe('list', () => {
  async function pages(query: Parameters<typeof list>[0]): Promise<string[]> {
    const names: string[] = [];
    for (let cursor: string | null = null; ;) {
      const page: RunPage = await list({ ...query, cursor });
      names.push(...page.runs.map((run) => run.name));
      cursor = page.nextCursor;
      if (cursor === null) return names;
    }
  }

  it('sorts by a metric in both directions: NaN after numbers, runs without it last', async () => {
    const metrics = new MetricRepository(db);
    const values = { low: -1, high: 2, same1: 0.5, same2: 0.5, endless: 'Infinity', broken: 'NaN' } as const;
    for (const [name, value] of Object.entries(values)) {
      const id = await makeRun({ name });
      await metrics.log(id, [{ key: 'val_accuracy', steps: [0], values: [value], times: [0] }]);
    }
    await makeRun({ name: 'none1' });
    await makeRun({ name: 'none2' });
    for (const limit of [1, 2, 3, 100]) {
      expect(await pages({ sort: { by: 'metrics.val_accuracy', direction: 'asc' }, limit })).toEqual([
        'low',
        'same1',
        'same2',
        'high',
        'endless',
        'broken',
        'none1',
        'none2', // prettier-ignore
      ]);
      expect(await pages({ sort: { by: 'metrics.val_accuracy', direction: 'desc' }, limit })).toEqual([
        'endless',
        'high',
        'same2',
        'same1',
        'low',
        'broken',
        'none2',
        'none1', // prettier-ignore
      ]);
    }
  });

  it('pages through every order without loss or repetition', async () => {
    const datasets = new DatasetRepository(db);
    const { id: datasetId } = await datasets.register({
      id: uuidv7(),
      name: 'zoo',
      manifestSha256: uuidv7().replaceAll('-', '').repeat(2),
      classNames: ['a', 'b'],
      images: [
        { sha256: 'ab'.repeat(32), path: 'a/1.png', label: 0, split: 'training', width: 1, height: 1 },
      ],
    });
    for (let i = 0; i < 12; i++) {
      await makeRun({
        name: `Run ${i % 5}`,
        status: i % 3 === 0 ? 'queued' : 'running',
        ...(i % 2 === 0 ? { datasetId } : {}),
      });
    }
    for (const by of [
      'name',
      'status',
      'dataset',
      'createdAt',
      'startedAt',
      'duration',
      'metrics.none',
    ] as const) {
      for (const direction of ['asc', 'desc'] as const) {
        const ids = new Set<string>();
        for (let cursor: string | null = null; ;) {
          const page: RunPage = await list({ sort: { by, direction }, limit: 5, cursor });
          expect(page.total).toBe(12);
          for (const run of page.runs) ids.add(run.id);
          cursor = page.nextCursor;
          if (cursor === null) break;
        }
        expect(ids.size).toBe(12);
      }
    }
  });

  it('is not shifted by runs that are made meanwhile', async () => {
    for (let i = 0; i < 6; i++) await makeRun({ name: `old ${i}` });
    const first = await list({ limit: 3 });
    await makeRun({ name: 'new' });
    const second = await list({ limit: 3, cursor: first.nextCursor });
    expect([...first.runs, ...second.runs].map((run) => run.name)).toEqual(
      [5, 4, 3, 2, 1, 0].map((i) => `old ${i}`),
    );
    expect(second.nextCursor).toBeNull();
  });

  it('finds runs in which every word occurs somewhere, whatever the case, and takes no word as a pattern', async () => {
    const id = await makeRun({ name: 'Big 100% Bear', tags: { team: 'Forest' } });
    await makeRun({ name: 'big_bear' });
    const names = async (text: string) => (await list({ text })).runs.map((run) => run.name);
    expect(await names('bear BIG')).toHaveLength(2);
    expect(await names('forest bear')).toEqual(['Big 100% Bear']);
    expect(await names('team=forest')).toEqual(['Big 100% Bear']);
    expect(await names('100%')).toEqual(['Big 100% Bear']);
    expect(await names('g_b')).toEqual(['big_bear']);
    expect(await names(id.slice(0, 30))).toContain('Big 100% Bear');
    expect(await names("'; DROP TABLE runs; --")).toEqual([]);
    expect((await list({ text: 'forest' })).total).toBe(1);
  });

  it('filters by status', async () => {
    const id = await makeRun();
    await makeRun({ status: 'queued' });
    expect((await list({ statuses: ['running'] })).runs.map((run) => run.id)).toEqual([id]);
    expect((await list({ statuses: [] })).runs).toEqual([]);
  });

  it('refuses a cursor that is none, or of another order', async () => {
    await makeRun();
    await makeRun();
    const { nextCursor } = await list({ limit: 1 });
    const other = { by: 'name', direction: 'asc' } as const;
    await expect(list({ sort: other, cursor: nextCursor })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(list({ cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
