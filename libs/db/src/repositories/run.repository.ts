import { BestiaryError } from '@bestiary/contracts/error';
import {
  type CreateRunInput,
  LOST_AFTER_MS,
  type Params,
  type RunCount,
  type RunDetail,
  type RunError,
  type RunPage,
  type RunPageQuery,
  type RunProgress,
  type RunSelection,
  type RunStatus,
  type SeriesSummary,
  statusesBefore,
  TERMINAL_RUN_STATUSES,
  type UpdateRunInput,
} from '@bestiary/contracts/run';
import { announce, announceRow, SINCE } from '../change.ts';
import { type Database } from '../database.ts';
import { violatedConstraint } from '../database-error.ts';
import { Prisma } from '../generated/client.ts';
import { withinTime } from '../within-time.ts';
import { decodeCursor, encodeCursor, orderOf } from './run-cursor.ts';
import { runOrder } from './run-order.ts';
import { countRuns, findRuns } from './run-selection.ts';
import { readSummaries, summaryColumns, type SummaryRow, toSummary } from './run-summary.ts';

const SEARCH_WITHIN_MS = 5_000;

export class RunRepository {
  readonly #db: Database;
  readonly #searchWithinMs: number;

  /** @param options.searchWithinMs a search that takes longer is stopped */
  constructor(db: Database, options: { searchWithinMs?: number } = {}) {
    this.#db = db;
    this.#searchWithinMs = options.searchWithinMs ?? SEARCH_WITHIN_MS;
  }

  /**
   * Makes a run, unless one with that id is there already.
   *
   * @returns whether it was made by this call
   * @throws BestiaryError `not_found` where project, parent or data set is missing
   */
  async create(run: CreateRunInput): Promise<boolean> {
    const status = run.status ?? 'running';
    try {
      const [row] = await this.#db.$queryRaw<{ created: boolean }[]>`
        WITH made AS (
          INSERT INTO runs (id, project_id, parent_id, dataset_id, name, status, seed, environment, started_at, heartbeat_at)
          VALUES (${run.id}::uuid, ${run.projectId}::uuid, ${run.parentId ?? null}::uuid, ${run.datasetId ?? null}::uuid,
            ${run.name}, ${status}::run_status, ${run.seed ?? null}::bigint, ${JSON.stringify(run.environment ?? {})}::jsonb,
            ${status === 'running' ? Prisma.sql`coalesce(${run.startedAt ?? null}::timestamptz, now()), now()` : Prisma.sql`NULL, NULL`})
          ON CONFLICT (id) DO NOTHING
          RETURNING id
        ), with_params AS (
          INSERT INTO params (run_id, key, value)
          SELECT made.id, key, value FROM made, jsonb_each(${JSON.stringify(run.params ?? {})}::jsonb)
        ), with_tags AS (
          INSERT INTO tags (run_id, key, value)
          SELECT made.id, key, value FROM made, jsonb_each_text(${JSON.stringify(run.tags ?? {})}::jsonb)
        )
        SELECT EXISTS (SELECT FROM made) AS created,
          CASE WHEN EXISTS (SELECT FROM made) THEN ${announce({ runId: run.id, kind: 'created' })} END AS announced`;
      return row!.created;
    } catch (error) {
      throw missingReference(error, run) ?? error;
    }
  }

  /**
   * Changes what is given, leaves the rest; a tag of value null is removed.
   *
   * @returns whether there is such a run
   * @throws BestiaryError `not_found` where the data set is missing
   */
  async update(change: UpdateRunInput): Promise<boolean> {
    const { id } = change;
    const tags = Object.entries(change.tags ?? {});
    const removed = tags.filter(([, value]) => value === null).map(([key]) => key);
    const kept = Object.fromEntries(tags.filter(([, value]) => value !== null));
    try {
      const [row] = await this.#db.$queryRaw<{ found: boolean }[]>`
        WITH changed AS (
          UPDATE runs SET name = coalesce(${change.name ?? null}, name),
            note = ${change.note === undefined ? Prisma.sql`note` : Prisma.sql`${change.note}::text`},
            dataset_id = coalesce(${change.datasetId ?? null}::uuid, dataset_id),
            environment = environment || ${JSON.stringify(change.environment ?? {})}::jsonb
          WHERE id = ${id}::uuid
          RETURNING id
        ), with_params AS (
          INSERT INTO params (run_id, key, value)
          SELECT changed.id, key, value FROM changed, jsonb_each(${JSON.stringify(change.params ?? {})}::jsonb)
          ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value
        ), without_tags AS (
          DELETE FROM tags USING changed WHERE run_id = changed.id AND key = ANY (${removed}::text[])
        ), with_tags AS (
          INSERT INTO tags (run_id, key, value)
          SELECT changed.id, key, value FROM changed, jsonb_each_text(${JSON.stringify(kept)}::jsonb)
          ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value
        )
        SELECT EXISTS (SELECT FROM changed) AS found,
          CASE WHEN EXISTS (SELECT FROM changed) THEN ${announce({ runId: id, kind: 'updated' })} END AS announced`;
      return row!.found;
    } catch (error) {
      throw missingReference(error, change) ?? error;
    }
  }

  /**
   * Brings a run into a status, where the table of transitions allows it: the UPDATE's WHERE holds it.
   *
   * @returns `changed`, `same` where it was in that status before, the status that forbids it, or undefined where
   *   there is no such run
   */
  async transition(to: {
    id: string;
    status: RunStatus;
    error?: RunError | undefined;
    at?: string | undefined;
  }): Promise<'changed' | 'same' | { forbiddenBy: RunStatus } | undefined> {
    const { id, status } = to;
    const at = Prisma.sql`coalesce(${to.at ?? null}::timestamptz, now())`;
    const ends = TERMINAL_RUN_STATUSES.includes(status);
    const [row] = await this.#db.$queryRaw<{ changed: boolean; status: RunStatus | null }[]>`
      WITH changed AS (
        UPDATE runs SET status = ${status}::run_status,
          started_at = ${status === 'running' ? Prisma.sql`coalesce(started_at, ${at})` : Prisma.sql`started_at`},
          ended_at = ${ends ? Prisma.sql`greatest(${at}, started_at)` : Prisma.sql`ended_at`},
          heartbeat_at = ${status === 'running' ? Prisma.sql`now()` : Prisma.sql`heartbeat_at`},
          error = coalesce(${to.error === undefined ? null : JSON.stringify(to.error)}::jsonb, error)
        WHERE id = ${id}::uuid AND status = ANY (${statusesBefore(status)}::text[]::run_status[])
        RETURNING id
      )
      SELECT EXISTS (SELECT FROM changed) AS changed,
        (SELECT status::text FROM runs WHERE id = ${id}::uuid) AS status,
        CASE WHEN EXISTS (SELECT FROM changed) THEN ${announce({ runId: id, kind: 'status' })} END AS announced`;
    if (row!.changed) return 'changed';
    if (row!.status === null) return undefined;
    // the statement saw the run as it was when it began; another transition may have come first
    const now = row!.status === status ? status : ((await this.status(id)) ?? row!.status);
    return now === status ? 'same' : { forbiddenBy: now };
  }

  /**
   * Notes that a run lives, and how far it is. Brings a lost run back to running; one that has ended stays as it is.
   *
   * @returns its status after that; undefined where there is no such run
   */
  async heartbeat(id: string, progress: RunProgress | undefined): Promise<RunStatus | undefined> {
    const json = progress === undefined ? null : JSON.stringify(progress);
    const [row] = await this.#db.$queryRaw<{ status: RunStatus | null }[]>`
      WITH before AS (
        SELECT id, status, progress FROM runs WHERE id = ${id}::uuid FOR UPDATE
      ), beaten AS (
        UPDATE runs SET heartbeat_at = now(), progress = coalesce(${json}::jsonb, runs.progress),
          status = CASE WHEN runs.status = 'lost' THEN 'running' ELSE runs.status END
        FROM before WHERE runs.id = before.id AND before.status IN ('running', 'lost')
        RETURNING runs.status
      )
      SELECT coalesce((SELECT status FROM beaten), status)::text AS status,
        CASE WHEN status = 'lost' THEN ${announce({ runId: id, kind: 'status' })}
          WHEN status = 'running' AND progress IS DISTINCT FROM coalesce(${json}::jsonb, progress)
            THEN ${announce({ runId: id, kind: 'progress' })} END AS announced
      FROM before`;
    return row?.status ?? undefined;
  }

  /**
   * Marks running runs as lost whose last heartbeat is older than this (by the database's clock). Safe from many
   * servers at once: each run is marked by one.
   *
   * @returns their ids
   */
  async markLost(afterMs: number = LOST_AFTER_MS): Promise<string[]> {
    const rows = await this.#db.$queryRaw<{ id: string }[]>`
      WITH lost AS (
        UPDATE runs SET status = 'lost'
        WHERE status = 'running' AND heartbeat_at < now() - make_interval(secs => ${afterMs / 1_000}::float8)
        RETURNING id
      )
      SELECT id, ${announceRow(Prisma.sql`id`, 'status')} AS announced FROM lost`;
    return rows.map(({ id }) => id);
  }

  async status(id: string): Promise<RunStatus | undefined> {
    const row = await this.#db.run.findUnique({ where: { id }, select: { status: true } });
    return row?.status;
  }

  async projectOf(id: string): Promise<string | undefined> {
    const row = await this.#db.run.findUnique({ where: { id }, select: { projectId: true } });
    return row?.projectId;
  }

  async get(id: string): Promise<RunDetail | undefined> {
    const [row] = await this.#db.$queryRaw<(SummaryRow & DetailRow)[]>`
      SELECT ${summaryColumns()}, r.seed, r.environment, r.error, r.note, r.heartbeat_at AS "heartbeatAt",
        coalesce((SELECT json_object_agg(key, value) FROM params WHERE run_id = r.id), '{}') AS params,
        coalesce((
          SELECT json_agg(json_build_object('key', key, 'last', last, 'min', min, 'max', max, 'count', count,
            'lastStep', last_step) ORDER BY key)
          FROM series WHERE run_id = r.id), '[]') AS series
      FROM runs r JOIN projects p ON p.id = r.project_id LEFT JOIN datasets d ON d.id = r.dataset_id
      WHERE r.id = ${id}::uuid`;
    if (row === undefined) return undefined;
    return {
      ...toSummary(row),
      seed: row.seed === null ? null : Number(row.seed),
      params: row.params,
      environment: row.environment,
      error: row.error,
      note: row.note,
      heartbeatAt: row.heartbeatAt?.toISOString() ?? null,
      series: row.series,
    };
  }

  /**
   * A page of the runs of a selection. A cursor names the last row of the page before, not a number of rows: runs that
   * come or go meanwhile shift nothing.
   *
   * @throws BestiaryError `invalid_input` where the cursor belongs to no such list, or the search takes too long
   */
  async list(selection: RunSelection, page: RunPageQuery): Promise<RunPage> {
    const { sort, limit } = page;
    const cursor = page.cursor ? decodeCursor(page.cursor, sort) : undefined;
    const asOf = cursor?.asOf ?? new Date().toISOString();
    const { places, total, totalIsExact, runs } = await withinTime(
      this.#db,
      this.#searchWithinMs,
      async (tx) => {
        const found = await findRuns(tx, {
          stages: runOrder(sort, asOf),
          selection,
          cursor,
          limit: limit + 1,
        });
        const shown = found.places.slice(0, limit).map(({ id }) => id);
        return { ...found, runs: await readSummaries(tx, shown, page.columns) };
      },
    );
    const last = places[limit - 1];
    return {
      runs,
      nextCursor:
        places.length > limit && last !== undefined
          ? encodeCursor({ ...last, order: orderOf(sort), asOf, total, totalIsExact })
          : null,
      total,
      totalIsExact,
    };
  }

  /**
   * How many runs a selection has.
   *
   * @throws BestiaryError `invalid_input` where it takes too long
   */
  count(selection: RunSelection): Promise<RunCount> {
    return withinTime(this.#db, this.#searchWithinMs, (tx) => countRuns(tx, selection));
  }

  /**
   * The runs that transaction `since` and later ones changed, themselves or in their metrics, newest first; and from
   * where to go on.
   *
   * @param limit how many at most
   */
  async changedSince(
    since: string,
    runId: string | undefined,
    limit: number,
  ): Promise<{ since: string; runIds: string[] }> {
    const ofRun = (id: Prisma.Sql) =>
      runId === undefined ? Prisma.empty : Prisma.sql`AND ${id} = ${runId}::uuid`;
    const [row] = await this.#db.$queryRaw<{ since: string; ids: string[] }[]>`
      SELECT ${SINCE} AS since, ARRAY(
        SELECT r.id FROM runs r
        WHERE (
          age(r.xmin) <= age(${since}::xid8::xid)
          OR r.id IN (SELECT s.run_id FROM series s WHERE age(s.xmin) <= age(${since}::xid8::xid) ${ofRun(Prisma.sql`s.run_id`)})
          OR ${since}::xid8 > pg_snapshot_xmax(pg_current_snapshot())) ${ofRun(Prisma.sql`r.id`)}
        ORDER BY r.created_at DESC LIMIT ${limit}::int) AS ids`;
    return { since: row!.since, runIds: row!.ids };
  }
}

type DetailRow = {
  seed: bigint | null;
  environment: RunDetail['environment'];
  error: RunError | null;
  note: string | null;
  heartbeatAt: Date | null;
  params: Params;
  series: SeriesSummary[];
};

/** What a violated foreign key of `runs` says was missing. */
function missingReference(
  error: unknown,
  ids: { projectId?: string; parentId?: string; datasetId?: string },
): BestiaryError | undefined {
  switch (violatedConstraint(error)) {
    case 'runs_project_id_fkey':
      return new BestiaryError('not_found', `there is no project ${ids.projectId}`, { cause: error });
    case 'runs_parent_id_fkey':
      return new BestiaryError('not_found', `there is no run ${ids.parentId} to be the parent`, {
        cause: error,
      });
    case 'runs_dataset_id_fkey':
      return new BestiaryError('not_found', `there is no data set ${ids.datasetId}`, { cause: error });
    default:
      return undefined;
  }
}
