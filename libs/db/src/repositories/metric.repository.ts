import { fromWireFloat, toWireFloats } from '@bestiary/contracts/json';
import { type MetricHistory, type SeriesColumns } from '@bestiary/contracts/metric';
import { announce, SINCE, type WrittenSteps } from '../change.ts';
import { type Database } from '../database.ts';
import { Prisma } from '../generated/client.ts';
import { seriesId } from '../series-id.ts';
import {
  floatColumn,
  integerColumn,
  readFloats,
  readIntegers,
  readTimes,
  timeColumn,
} from './number-column.ts';

/** Milliseconds that a large batch may wait for its turn, and take. */
const OVERWRITE_PATIENCE = { maxWait: 30_000, timeout: 120_000 };

/** Points of one run, and from where to go on: what was written by transactions `since` and later may be new. */
export type PointsRead = { since: string; series: SeriesColumns[] };

/** A batch in columns, one entry a point: what the statements unnest. */
type Batch = {
  keys: string[];
  ids: string[];
  pointIds: string[];
  steps: number[];
  values: string[];
  times: number[];
  written: WrittenSteps[];
};

export class MetricRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Writes a batch of points and keeps the summary of each series (last, min, max, count, last step) in step with them,
   * whatever arrives in which order, twice, or at the same time from elsewhere. Durable when it resolves. A step that
   * is there is overwritten.
   *
   * New points take one statement; only where a step was there already a second, in a transaction, compares values.
   *
   * @returns how many distinct points the batch has
   * @throws the foreign key `series_run_id_fkey` where there is no such run
   */
  async log(runId: string, series: readonly SeriesColumns[]): Promise<number> {
    const batch = toBatch(runId, series);
    if (batch.steps.length === 0) return 0;
    const [row] = await this.#db.$queryRaw<{ written: number }[]>`
      WITH written AS (
        INSERT INTO points (series_id, step, value, time)
        SELECT id, step, value, to_timestamp(ms / 1000)
        FROM unnest(${batch.pointIds}::uuid[], ${batch.steps}::bigint[], ${batch.values}::text[]::float8[], ${batch.times}::float8[])
          AS point (id, step, value, ms)
        ORDER BY id, step
        ON CONFLICT DO NOTHING
        RETURNING series_id, step, value
      ), summary AS (
        SELECT series_id, ${SUMMARY} FROM written GROUP BY series_id
      ), kept AS (
        INSERT INTO series (id, run_id, key, last, min, max, count, last_step)
        SELECT named.id, ${runId}::uuid, named.key, last, min, max, count, last_step
        FROM summary JOIN unnest(${batch.ids}::uuid[], ${batch.keys}::text[]) AS named (id, key) ON named.id = series_id
        ORDER BY named.id
        ON CONFLICT (id) DO UPDATE SET
          last = CASE WHEN excluded.last_step > series.last_step THEN excluded.last ELSE series.last END,
          min = least(series.min, excluded.min),
          max = greatest(series.max, excluded.max),
          count = series.count + excluded.count,
          last_step = greatest(series.last_step, excluded.last_step)
      )
      SELECT (SELECT count(*)::int FROM written) AS written,
        CASE WHEN EXISTS (SELECT FROM written) THEN ${announce({ runId, kind: 'metrics' }, batch.written)} END AS announced`;
    if (row!.written < batch.steps.length) await this.#overwrite(runId, batch);
    return batch.steps.length;
  }

  /** The steps of the batch that were there before: writes values that differ, and sums those series up anew. */
  async #overwrite(runId: string, batch: Batch): Promise<void> {
    await this.#db.$transaction(async (tx) => {
      // whoever adds points to these series meanwhile waits here, before they count them in
      await tx.$queryRaw`SELECT 1 AS locked FROM series WHERE id = ANY (${batch.ids}::uuid[]) ORDER BY id FOR UPDATE`;
      const changed = await tx.$queryRaw<{ id: string }[]>`
        WITH changed AS (
          UPDATE points SET value = batch.value, time = batch.time
          FROM (
            SELECT id, step, value, to_timestamp(ms / 1000) AS time
            FROM unnest(${batch.pointIds}::uuid[], ${batch.steps}::bigint[], ${batch.values}::text[]::float8[], ${batch.times}::float8[])
              AS point (id, step, value, ms)
          ) AS batch
          WHERE points.series_id = batch.id AND points.step = batch.step
            AND (points.value, points.time) IS DISTINCT FROM (batch.value, batch.time::timestamptz(3))
          RETURNING series_id
        )
        SELECT DISTINCT series_id AS id FROM changed`;
      if (changed.length === 0) return;
      const ids = changed.map(({ id }) => id);
      await tx.$queryRaw`
        WITH summary AS (
          SELECT series_id, ${SUMMARY} FROM points WHERE series_id = ANY (${ids}::uuid[]) GROUP BY series_id
        ), kept AS (
          UPDATE series SET last = summary.last, min = summary.min, max = summary.max, count = summary.count,
            last_step = summary.last_step
          FROM summary WHERE series.id = summary.series_id
        )
        SELECT ${announce({ runId, kind: 'metrics' }, batch.written)} AS announced`;
    }, OVERWRITE_PATIENCE);
  }

  /**
   * Every point of these runs, by key and step; of the given keys alone where there are any. One entry a run, in the
   * order asked for, with no series where the run has none.
   */
  async history(runIds: readonly string[], keys?: readonly string[]): Promise<MetricHistory> {
    const ofKeys =
      keys === undefined ? Prisma.empty : Prisma.sql`AND series.key = ANY (${[...keys]}::text[])`;
    const rows = await this.#db.$queryRaw<({ runId: string } & ColumnsRow)[]>`
      SELECT series.run_id AS "runId", series.key, columns.*
      FROM series, LATERAL (SELECT ${COLUMNS} FROM points AS point WHERE series_id = series.id) AS columns
      WHERE series.run_id = ANY (${[...runIds]}::uuid[]) ${ofKeys} AND columns.steps IS NOT NULL
      ORDER BY series.key`;
    return runIds.map((runId) => ({
      runId,
      series: rows.filter((row) => row.runId === runId.toLowerCase()).map(toColumns),
    }));
  }

  /** Every point of a run that was written by transaction `since` or later; every point where `since` is undefined. */
  async pointsSince(runId: string, since: string | undefined): Promise<PointsRead> {
    // A row's xmin is its writer's transaction id, modulo 2^32; age() compares such ids. An id from the future (the
    // database was restored from a backup) is as good as none.
    const newer =
      since === undefined
        ? Prisma.empty
        : Prisma.sql`AND (age(points.xmin) <= age(${since}::xid8::xid)
            OR ${since}::xid8 > pg_snapshot_xmax(pg_current_snapshot()))`;
    return this.#read(
      Prisma.sql`series.run_id = ${runId}::uuid`,
      Prisma.sql`SELECT * FROM points WHERE series_id = series.id ${newer} ORDER BY step`,
    );
  }

  /** The points of a run at steps that were announced as written. */
  async pointsAt(runId: string, written: readonly WrittenSteps[]): Promise<PointsRead> {
    const keys = written.map(({ key }) => key);
    const firsts = written.map(({ first }) => first);
    const lasts = written.map(({ last }) => last);
    return this.#read(
      Prisma.sql`series.run_id = ${runId}::uuid AND series.key = ANY (${keys}::text[])`,
      Prisma.sql`
        SELECT * FROM points
        WHERE series_id = series.id AND EXISTS (
          SELECT FROM unnest(${keys}::text[], ${firsts}::bigint[], ${lasts}::bigint[]) AS written (key, first, last)
          WHERE written.key = series.key AND step BETWEEN written.first AND written.last)
          AND step BETWEEN ${Math.min(...firsts)}::bigint AND ${Math.max(...lasts)}::bigint
        ORDER BY step`,
    );
  }

  async #read(ofSeries: Prisma.Sql, points: Prisma.Sql): Promise<PointsRead> {
    const rows = await this.#db.$queryRaw<({ since: string; key: string | null } & ColumnsRow)[]>`
      SELECT ${SINCE} AS since, columns.*
      FROM (SELECT) AS once LEFT JOIN LATERAL (
        SELECT series.key, read.* FROM series, LATERAL (SELECT ${COLUMNS} FROM (${points}) AS point) AS read
        WHERE ${ofSeries} AND read.steps IS NOT NULL ORDER BY series.key
      ) AS columns ON true`;
    return {
      since: rows[0]!.since,
      series: rows.filter((row) => row.key !== null).map(toColumns),
    };
  }
}

/** Of points with `step` and `value`. */
const SUMMARY = Prisma.sql`
  count(*)::int AS count, max(step) AS last_step, (array_agg(value ORDER BY step DESC))[1] AS last,
  min(value) FILTER (WHERE value <> 'NaN') AS min, max(value) FILTER (WHERE value <> 'NaN') AS max`;

/** Of points as `point`. */
const STEP = Prisma.sql`point.step`;
const COLUMNS = Prisma.sql`
  ${integerColumn(STEP, STEP)} AS steps, ${floatColumn(Prisma.sql`point.value`, STEP)} AS values,
  ${timeColumn(Prisma.sql`point.time`, STEP)} AS times`;

type ColumnsRow = { key: string | null; steps: string; values: string; times: string };

function toColumns({ key, steps, values, times }: ColumnsRow): SeriesColumns {
  return {
    key: key!,
    steps: Array.from(readIntegers(steps)),
    values: toWireFloats(readFloats(values)),
    times: Array.from(readTimes(times)),
  };
}

function toBatch(runId: string, series: readonly SeriesColumns[]): Batch {
  const batch: Batch = { keys: [], ids: [], pointIds: [], steps: [], values: [], times: [], written: [] };
  for (const { key, steps, values, times } of mergeSeries(series)) {
    if (steps.length === 0) continue;
    const id = seriesId(runId, key);
    batch.keys.push(key);
    batch.ids.push(id);
    let first = Infinity;
    let last = -Infinity;
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i]!;
      batch.pointIds.push(id);
      batch.steps.push(step);
      batch.values.push(String(fromWireFloat(values[i]!))); // as a number NaN would reach the database as null
      batch.times.push(times[i]!);
      first = Math.min(first, step);
      last = Math.max(last, step);
    }
    batch.written.push({ key, first, last });
  }
  return batch;
}

/** One entry a key, no step twice: the last one counts. */
function mergeSeries(series: readonly SeriesColumns[]): SeriesColumns[] {
  const byKey = new Map<string, SeriesColumns>();
  for (const columns of series) {
    const before = byKey.get(columns.key);
    const merged: SeriesColumns =
      before === undefined
        ? columns
        : {
            key: columns.key,
            steps: before.steps.concat(columns.steps),
            values: before.values.concat(columns.values),
            times: before.times.concat(columns.times),
          };
    byKey.set(columns.key, merged);
  }
  return Array.from(byKey.values(), lastOfEachStep);
}

function lastOfEachStep(columns: SeriesColumns): SeriesColumns {
  const { key, steps, values, times } = columns;
  if (steps.every((step, i) => i === 0 || step > steps[i - 1]!)) return columns;
  const rowOf = new Map(steps.map((step, i) => [step, i]));
  const rows = Array.from(rowOf.values());
  return {
    key,
    steps: rows.map((i) => steps[i]!),
    values: rows.map((i) => values[i]!),
    times: rows.map((i) => times[i]!),
  };
}
