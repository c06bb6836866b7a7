import { createTestDatabase, type TestDatabase } from '@bestiary/testing/test-database';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hasManyRuns, manyRuns, type ManyRunsSize } from './many-runs.ts';

const SMALL: ManyRunsSize = {
  runs: 23,
  pointsPerSeries: 4,
  longCurves: { runs: 2, points: { loss: 100 } },
};

let databases: TestDatabase[];
let clients: pg.Client[];

beforeEach(async () => {
  databases = [await createTestDatabase(), await createTestDatabase()];
  clients = databases.map(({ url }) => new pg.Client({ connectionString: url }));
  for (const client of clients) await client.connect();
});

afterEach(async () => {
  for (const client of clients) await client.end();
  for (const database of databases) await database.close();
});

const constraints = async (client: pg.Client): Promise<unknown[]> =>
  (
    await client.query<{ name: string; is: string }>(
      `SELECT conname AS name, pg_get_constraintdef(oid) AS is FROM pg_constraint WHERE connamespace = 'public'::regnamespace
       UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2`,
    )
  ).rows;

it('is the same each time, and leaves keys and indexes as they were', async () => {
  const before = await constraints(clients[0]!);
  const contents: unknown[][] = [];
  for (const client of clients) {
    expect(await hasManyRuns(client, SMALL)).toBe(false);
    await manyRuns(SMALL).seed(client, () => undefined);
    expect(await hasManyRuns(client, SMALL)).toBe(true);
    expect(await constraints(client)).toEqual(before);
    const digests: unknown[] = [];
    for (const table of ['runs', 'params', 'tags', 'series', 'points']) {
      const { rows } = await client.query(
        `SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM ${table} t`,
      );
      digests.push(rows[0]);
    }
    contents.push(digests);
  }
  expect(contents[0]).toEqual(contents[1]);
});

it('has 20 metrics and 20 parameters a run, and summaries that agree with the points', async () => {
  const [client] = clients;
  await manyRuns(SMALL).seed(client!, () => undefined);
  const { rows: counts } = await client!.query(
    `SELECT (SELECT count(*)::int FROM series) AS series, (SELECT count(*)::int FROM params) AS params,
       (SELECT count(*)::int FROM points) AS points`,
  );
  expect(counts).toEqual([{ series: 460, params: 460, points: 458 * 4 + 200 }]);
  const { rows: wrong } = await client!.query(
    `SELECT series.key FROM series JOIN LATERAL (
       SELECT count(*)::int AS count, max(step) AS last_step, (array_agg(value ORDER BY step DESC))[1] AS last,
         min(value) FILTER (WHERE value <> 'NaN') AS min, max(value) FILTER (WHERE value <> 'NaN') AS max
       FROM points WHERE series_id = series.id) AS p ON true
     WHERE (series.count, series.last_step, series.last, series.min, series.max) IS DISTINCT FROM
       (p.count, p.last_step, p.last, p.min, p.max)`,
  );
  expect(wrong).toEqual([]);
});
