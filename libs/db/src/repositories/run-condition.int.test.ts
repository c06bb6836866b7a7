import { uuidv7 } from '@bestiary/contracts/id';
import { type WireFloat } from '@bestiary/contracts/json';
import { type CreateRunInput, ListRunsInput } from '@bestiary/contracts/run';
import { parseSearch } from '@bestiary/search/parse-search';
import { spellField } from '@bestiary/search/search-field';
import { createTestDatabase, type TestDatabase } from '@bestiary/testing/test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { DatasetRepository } from './dataset.repository.ts';
import { MetricRepository } from './metric.repository.ts';
import { ProjectRepository } from './project.repository.ts';
import { RunRepository } from './run.repository.ts';

let database: TestDatabase;
let db: Database;
let runs: RunRepository;
let zoo: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  runs = new RunRepository(db);
  const projects = new ProjectRepository(db);
  zoo = (await projects.ensure(uuidv7(), "the 'zoo'")).id;
  const { id: datasetId } = await new DatasetRepository(db).register({
    id: uuidv7(),
    name: 'Bears',
    manifestSha256: 'ab'.repeat(32),
    classNames: ['a', 'b'],
    images: [{ sha256: 'cd'.repeat(32), path: 'a/1', label: 0, split: 'training', width: 1, height: 1 }],
  });
  await make({
    name: 'good',
    datasetId,
    seed: 7,
    params: { lr: 0.001, optimizer: 'adam', augment: true, 'a `key`': 1, layers: [1, 2] },
    tags: { team: 'x', 'mlflow.user': 'ann' },
    metrics: { val_accuracy: [0.5, 0.95, 0.9], val_loss: [0.9, 0.1, 0.2], 'recall/big bear': [1] },
    startedAt: '2026-01-01T00:00:00Z',
  });
  await make({
    name: 'bad 100%',
    params: { lr: '1e-2', optimizer: 'sgd' },
    tags: { team: 'y' },
    metrics: { val_accuracy: [0.2], val_loss: ['NaN'] },
    startedAt: '2026-06-01T00:00:00Z',
  });
  await make({ name: 'tmp_é🐉', params: { lr: 0.1, optimizer: 'a'.repeat(400) }, status: 'queued' });
  await make({ name: "it's", metrics: { val_loss: ['Infinity'] } });
});

afterAll(async () => {
  await db.$disconnect();
  await database.close();
});

async function make(run: Partial<CreateRunInput> & { metrics?: Record<string, WireFloat[]> }): Promise<void> {
  const id = uuidv7();
  const { metrics = {}, ...given } = run;
  await runs.create({ id, projectId: zoo, name: 'run', ...given });
  await new MetricRepository(db).log(
    id,
    Object.entries(metrics).map(([key, values]) => ({
      key,
      values,
      steps: values.map((_, step) => step),
      times: values.map(() => 0),
    })),
  );
}

async function found(where: string): Promise<string[]> {
  const input = ListRunsInput.parse({ sort: { by: 'createdAt', direction: 'asc' } });
  const selection = { ...input, condition: parseSearch(where) };
  const page = await runs.list(selection, input);
  expect(page).toMatchObject({ total: page.runs.length, totalIsExact: true });
  expect((await runs.count(selection)).total).toBe(page.runs.length); // sets of runs, where the list looks at each
  return page.runs.map((run) => run.name.split(/[ _]/)[0]!);
}

describe('a search finds', () => {
  it.each<[string, string[]]>([
    ['', ['good', 'bad', 'tmp', "it's"]],
    // metrics: last, best (of a loss the least), min, max; NaN and infinity
    ['metrics.val_accuracy > 0.9', []],
    ['metrics.val_accuracy >= 0.9', ['good']],
    ['metrics.best.val_accuracy = 0.95', ['good']],
    ['metrics.best.val_loss < 0.15', ['good']],
    ['metrics.last.val_loss < 0.15', []],
    ['metrics.max.val_loss = .9', ['good']],
    ['metrics.min.val_accuracy < 0.4', ['bad']],
    ['metrics.val_loss > 100', ["it's"]],
    ['metrics.val_loss = inf', ["it's"]],
    ['metrics.val_loss = nan', ['bad']],
    ['metrics.val_loss != nan', ['good', "it's"]],
    ['metrics.val_loss < nan', []],
    ['metrics.min.val_loss is null', ['bad', 'tmp']],
    ['metrics.val_accuracy in (0.2, 0.9)', ['good', 'bad']],
    ['metrics."recall/big bear" = 1', ['good']],
    // parameters: numbers as numbers, also where they are text
    ['params.lr <= 1e-2', ['good', 'bad']],
    ["params.lr = '0.0010'", ['good']],
    ['params.lr > 0.01', ['tmp']],
    ['params.lr != 0.001', ['bad', 'tmp']],
    ["params.optimizer = 'adam'", ['good']],
    ["params.optimizer != 'adam'", ['bad', 'tmp']],
    [`params.optimizer = '${'a'.repeat(400)}'`, ['tmp']],
    [`params.optimizer = '${'a'.repeat(300)}'`, []],
    ["params.optimizer in ('sgd', 1, true)", ['bad']],
    ["params.optimizer not in ('sgd')", ['good', 'tmp']],
    ["params.optimizer ilike 'A%'", ['good', 'tmp']],
    ["params.optimizer not like 'a%'", ['bad']],
    ['params.augment = true', ['good']],
    ['params.augment = false', []],
    ["params.layers = '[1, 2]'", ['good']],
    ['params.`a ``key``` = 1', ['good']],
    ['params.optimizer is not null', ['good', 'bad', 'tmp']],
    // tags
    ["tags.team = 'x'", ['good']],
    ["tags.team != 'x'", ['bad']],
    ["tags.team in ('x', 'y')", ['good', 'bad']],
    ["tags.mlflow.user like 'a%'", ['good']],
    ['tags.team is null', ['tmp', "it's"]],
    // attributes
    ["name = 'good'", ['good']],
    ["name = 'it''s'", ["it's"]],
    ["name like 'tmp\\_%'", ['tmp']],
    ["name like '%\\'", []],
    ["name not like '%o%'", ['bad', 'tmp', "it's"]],
    ["name ilike 'GO_D'", ['good']],
    ["name like 'tmp_é🐉'", ['tmp']],
    ["project = 'the ''zoo'''", ['good', 'bad', 'tmp', "it's"]],
    ["dataset = 'Bears'", ['good']],
    ["not dataset = 'Bears'", ['bad', 'tmp', "it's"]],
    ["dataset != 'Bears'", []],
    ['dataset is null', ['bad', 'tmp', "it's"]],
    ['seed = 7', ['good']],
    ['seed in (6, 7)', ['good']],
    ['status = queued', ['tmp']],
    ["status != 'queued'", ['good', 'bad', "it's"]],
    ["status in ('queued', 'failed')", ['tmp']],
    ['started < 2026-02-01', ['good']],
    ['started >= 2026-06-01', ['bad', "it's"]],
    ['not started < 2026-02-01', ['bad', 'tmp', "it's"]],
    ['started = 2026-01-01', ['good']],
    ['created > now() - 1h', ['good', 'bad', 'tmp', "it's"]],
    ['created > now()', []],
    ['ended is null', ['good', 'bad', 'tmp', "it's"]],
    ['duration > 10000w', []],
    ['duration > 1d', ['good', 'bad']],
    ['archived = false', ['good', 'bad', 'tmp', "it's"]],
    ['archived != false', []],
    ["parent is null and id = 'no id'", []],
    [`id = '${uuidv7()}'`, []],
    ["id like '%'", ['good', 'bad', 'tmp', "it's"]],
    // words
    ['bears', ['good']],
    ['"team=x"', ['good']],
    ['not good', ['bad', 'tmp', "it's"]],
    ['100%', ['bad']],
    ['QUEUED', ['tmp']],
    ['🐉', ['tmp']],
    // together
    ['bears or metrics.val_accuracy < 0.3', ['good', 'bad']],
    ["not (tags.team = 'x' or params.lr = 0.1)", ['bad', "it's"]],
    ["not metrics.val_accuracy > 0.5 tags.team = 'y'", ['bad']],
  ])('%s', async (where, names) => {
    expect(await found(where)).toEqual(names);
  });

  it.each([
    "x'; DROP TABLE runs; --",
    'x" OR 1=1; --',
    '$1',
    '{"a": 1}',
    "\\'; SELECT pg_sleep(10); --",
    "E'\\x27' || (SELECT 1)",
    '%s%n',
    '`"\'',
  ])('nothing by the text %s, and runs it nowhere', async (text) => {
    const quoted = `'${text.replaceAll("'", "''")}'`;
    const key = text.replaceAll('`', '``');
    for (const where of [
      `name = ${quoted}`,
      `name like ${quoted}`,
      `params.optimizer = ${quoted}`,
      `tags.team in (${quoted})`,
      `dataset ilike ${quoted}`,
      `id = ${quoted}`,
      quoted,
      `metrics.\`${key}\` > 0`,
      `params.\`${key}\` = 1`,
      `tags.\`${key}\` is not null`,
    ]) {
      expect(await found(where)).toEqual([]);
    }
    expect(await found('')).toHaveLength(4);
  });

  it('a run by any key, however it is spelled', async () => {
    for (const key of [
      "o'hara",
      'say "hi"',
      '`tick`',
      'a b',
      'größe',
      '🐉',
      'best.of',
      'x)',
      '$1',
      ' lead',
    ]) {
      const name = `key-${uuidv7()}`;
      await make({ name, params: { [key]: 1 }, tags: { [key]: 'v' }, metrics: { [key.trim()]: [3] } });
      for (const where of [
        `${spellField({ kind: 'param', key })} = 1`,
        `${spellField({ kind: 'tag', key })} = 'v'`,
        `${spellField({ kind: 'metric', key: key.trim(), aggregate: 'last' })} = 3`,
        `${spellField({ kind: 'metric', key: key.trim(), aggregate: 'max' })} = 3`,
      ]) {
        expect(await found(`${where} and name = '${name}'`)).toEqual([name]);
      }
    }
  });
});

describe('a search that would take long', () => {
  it('is stopped, and says what to do; the next one is not disturbed', async () => {
    const hasty = new RunRepository(db, { searchWithinMs: 100 });
    const input = ListRunsInput.parse({});
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let locked: (() => void) | undefined;
    const whenLocked = new Promise<void>((resolve) => (locked = resolve));
    const holder = db.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE runs IN ACCESS EXCLUSIVE MODE`;
      locked!();
      await held;
    });
    await whenLocked;
    await expect(hasty.list(input, input)).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'the search took longer than 0.1 s and was stopped',
      hint: expect.stringContaining('narrow it') as string,
    });
    release!();
    await holder;
    expect((await hasty.list(input, input)).runs.length).toBeGreaterThan(0);
  });
});
