import { startEmbeddedPostgres } from '@bestiary/db/embedded-postgres';
import { migrate } from '@bestiary/db/migrate';
import { hasManyRuns, MANY_RUNS, manyRuns } from '@bestiary/tools-seed/many-runs';
import { type ApiClient } from '@bestiary/tracking/api-client';
import pg from 'pg';

/** A Postgres with the scenario many-runs. */
export interface ManyRunsDatabase {
  url: string;
  stop(): Promise<void>;
}

/** @param dataDir where it is, or is made: some minutes and 5 GB */
export async function openManyRuns(dataDir: string, note: (line: string) => void): Promise<ManyRunsDatabase> {
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    await migrate(postgres.url);
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    try {
      if (!(await hasManyRuns(client, MANY_RUNS))) await manyRuns(MANY_RUNS).seed(client, note);
    } finally {
      await client.end();
    }
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return postgres;
}

/** The ids of the runs with thousands of points: the oldest, archived ones among them. */
export async function longRunsOf(api: ApiClient): Promise<string[]> {
  const pages = await Promise.all(
    (['active', 'archived'] as const).map((shelf) =>
      api.runs.list.query({
        sort: { by: 'createdAt', direction: 'asc' },
        shelf,
        limit: MANY_RUNS.longCurves.runs,
        columns: [],
      }),
    ),
  );
  return pages
    .flatMap(({ runs }) => runs)
    .toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
    .slice(0, MANY_RUNS.longCurves.runs)
    .map(({ id }) => id);
}
