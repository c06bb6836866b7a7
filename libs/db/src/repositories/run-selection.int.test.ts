import { randomUUID } from 'node:crypto';
import { uuidv7 } from '@bestiary/contracts/id';
import { ListRunsInput, type RunQuery, type RunSort } from '@bestiary/contracts/run';
import { parseSearch } from '@bestiary/search/parse-search';
import { createTestDatabase, type TestDatabase } from '@bestiary/testing/test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { ProjectRepository } from './project.repository.ts';
import { RunRepository } from './run.repository.ts';

const RUNS = 6_000;

let database: TestDatabase;
let db: Database;
let runs: RunRepository;

/** Runs in a row, so many that those marked `rare` are never among the first of an order, `often` now and then. */
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  runs = new RunRepository(db);
  const projectId = (await new ProjectRepository(db).ensure(uuidv7(), 'many')).id;
  await db.$executeRawUnsafe(
    `INSERT INTO runs (id, project_id, name, status, created_at, started_at)
     SELECT gen_random_uuid(), $1::uuid, 'run no' || lpad((i * 7919 % $2)::text, 5, '0'), 'finished',
       '2026-01-01'::timestamptz + i * interval '1 minute', CASE WHEN i % 9 = 0 THEN NULL ELSE '2026-01-01'::timestamptz END
     FROM generate_series(1, $2::int) AS i`,
    projectId,
    RUNS,
  );
  await db.$executeRawUnsafe(
    `WITH placed AS (SELECT id, row_number() OVER (ORDER BY created_at) AS place FROM runs),
     metrics AS (
       INSERT INTO series (id, run_id, key, last, min, max, count, last_step)
       SELECT gen_random_uuid(), id, 'score', CASE WHEN place % 50 = 0 THEN 'NaN'::float8 ELSE place % 1000 END,
         place, place, 1, 0
       FROM placed WHERE place % 3 <> 0
     ),
     options AS (
       INSERT INTO params (run_id, key, value)
       SELECT id, 'option', CASE WHEN place % 4 = 0 THEN to_jsonb('word ' || place) ELSE to_jsonb(place % 100) END
       FROM placed WHERE place % 5 <> 0
     )
     INSERT INTO tags (run_id, key, value)
     SELECT id, 'mark', 'rare' FROM placed WHERE place % 211 = 7 AND place BETWEEN 3000 AND 4500
     UNION ALL SELECT id, 'mark', 'often' FROM placed WHERE place % 30 = 1
     UNION ALL SELECT id, 'team', CASE WHEN place % 2 = 0 THEN 'north' ELSE 'south' END FROM placed`,
  );
  await db.$executeRawUnsafe('ANALYZE');
});

afterAll(async () => {
  await db.$disconnect();
  await database.close();
});

/** All pages, as names. */
async function listed(query: Partial<RunQuery>): Promise<{ names: string[]; totals: Set<string> }> {
  const names: string[] = [];
  const totals = new Set<string>();
  for (let cursor: string | null | undefined; cursor !== null;) {
    const { where, ...input } = ListRunsInput.parse({ columns: [], ...query, cursor });
    const page = await runs.list({ ...input, condition: parseSearch(where ?? '') }, input);
    names.push(...page.runs.map((run) => run.name));
    totals.add(`${page.total} ${page.totalIsExact}`);
    cursor = page.nextCursor;
  }
  return { names, totals };
}

const ORDERS: RunSort['by'][] = [
  'name',
  'createdAt',
  'startedAt',
  'metrics.score',
  'metrics.max.score',
  'params.option',
  'tags.team',
];

describe('a selection of few among many', () => {
  it.each(ORDERS.flatMap((by) => (['asc', 'desc'] as const).map((direction) => ({ by, direction }))))(
    'has the order of the whole list, page after page: $by $direction',
    async (sort) => {
      const all = (await listed({ sort, limit: 500 })).names;
      expect(new Set(all).size).toBe(RUNS);
      for (const [mark, limit] of [
        ['rare', 3],
        ['often', 30],
      ] as const) {
        const marked = new Set(
          (await listed({ where: `name like 'run %' and tags.mark = '${mark}'`, limit: 500 })).names,
        );
        expect(marked.size).toBe(mark === 'rare' ? 7 : RUNS / 30);
        const found = await listed({ where: `tags.mark = '${mark}'`, sort, limit });
        expect(found.names).toEqual(all.filter((name) => marked.has(name)));
      }
    },
  );

  it('is counted where its runs are not among the first, and by `count` in any case', async () => {
    const rare = { where: "tags.mark = 'rare'", limit: 3 };
    expect((await listed(rare)).totals).toEqual(new Set(['7 true']));
    const often = ListRunsInput.parse({ where: "tags.mark = 'often'", limit: 5 });
    const selection = { ...often, condition: parseSearch(often.where!) };
    const first = await runs.list(selection, often);
    expect(first).toMatchObject({ total: 5, totalIsExact: false });
    expect(await runs.count(selection)).toEqual({ total: RUNS / 30, totalIsExact: true });
    expect((await runs.list({ ...often, condition: undefined }, often)).total).toBe(RUNS);
  });

  it('may be empty', async () => {
    const none = {
      where: `tags.mark = '${randomUUID()}'`,
      sort: { by: 'metrics.score', direction: 'asc' },
    } as const;
    expect(await listed(none)).toEqual({ names: [], totals: new Set(['0 true']) });
  });

  it('is found by words in names and tags', async () => {
    expect((await listed({ text: 'RUN mark=ra', limit: 2 })).names).toHaveLength(7);
    expect((await listed({ text: 'rare south team=north' })).names).toEqual([]);
    // no id has an n: words are looked for in ids as well
    expect((await listed({ text: 'no0123', sort: { by: 'name', direction: 'asc' } })).names).toEqual(
      Array.from({ length: 10 }, (_, i) => `run no0123${i}`),
    );
  });
});
