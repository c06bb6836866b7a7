import { type WireFloat } from '@bestiary/contracts/json';
import { type Budget, type SweepConfig, TRIAL_STATUSES, type TrialParams } from '@bestiary/contracts/sweep';
import {
  type SweepQuery,
  type SweepStatus,
  type SweepTraining,
  type TrialCounts,
} from '@bestiary/contracts/sweep-record';
import { announceSweep, SINCE } from '../change.ts';
import { type Database } from '../database.ts';
import { Prisma } from '../generated/client.ts';
import { CHANGED, TRIAL_JSON, type StoredTrial } from './stored-trial.ts';

/** A sweep's row, with what is counted of its trials. */
export type StoredSweep = {
  id: string;
  projectId: string;
  projectName: string;
  name: string;
  status: SweepStatus;
  statusReason: string | null;
  spent: keyof Budget | null;
  /** with the budget as it is now */
  config: SweepConfig;
  training: SweepTraining;
  warmStarted: number;
  finalRunId: string | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  counts: TrialCounts;
  /** of one objective the trial of least loss, the earliest of several; else null */
  best: StoredOutcome | null;
};

/** A trial that finished. */
export type StoredOutcome = {
  id: string;
  number: number;
  runId: string | null;
  params: TrialParams;
  values: WireFloat[];
};

/** What a sweep's sampler, pruner and budget go by, and the trials that changed. */
export type SweepRead = {
  /** transactions from this on may have written what was not read */
  since: string;
  status: SweepStatus;
  statusReason: string | null;
  budget: Budget;
  nextNumber: number;
  judgedFrom: number;
  /** seconds since the first trial began; 0 before */
  elapsed: number;
  trials: StoredTrial[];
};

/** What of a sweep never changes. */
export type SweepPlan = {
  id: string;
  projectId: string;
  projectName: string;
  name: string;
  config: SweepConfig;
  training: SweepTraining;
  /** the oldest first */
  warmStart: { params: TrialParams; values: WireFloat[] }[];
};

export type QueuedPoint = { id: string; number: number; params: TrialParams; retryOf?: string };

export class SweepRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Makes a sweep with its first trials queued, unless one with that id is there already.
   *
   * @returns whether it was made by this call
   */
  async create(sweep: Omit<SweepPlan, 'projectName'>, points: readonly QueuedPoint[]): Promise<boolean> {
    const [row] = await this.#db.$queryRaw<{ created: boolean }[]>`
      WITH made AS (
        INSERT INTO sweeps (id, project_id, name, config, budget, training, warm_start, next_number)
        VALUES (${sweep.id}::uuid, ${sweep.projectId}::uuid, ${sweep.name}, ${JSON.stringify(sweep.config)}::json,
          ${JSON.stringify(sweep.config.budget)}::jsonb,
          ${JSON.stringify(sweep.training)}::jsonb, ${JSON.stringify(sweep.warmStart)}::jsonb, ${points.length}::int)
        ON CONFLICT (id) DO NOTHING
        RETURNING id
      ), queued AS (
        ${queuePoints(Prisma.sql`made`, points)}
      )
      SELECT EXISTS (SELECT FROM made) AS created,
        CASE WHEN EXISTS (SELECT FROM made) THEN ${announceSweep(Prisma.sql`${sweep.id}::uuid`, 'created')} END AS announced`;
    return row!.created;
  }

  /** A sweep as it was described; undefined where there is none. */
  async plan(id: string): Promise<SweepPlan | undefined> {
    const [row] = await this.#db.$queryRaw<SweepPlan[]>`
      SELECT s.id, s.project_id AS "projectId", p.name AS "projectName", s.name, s.config, s.training,
        s.warm_start AS "warmStart"
      FROM sweeps s JOIN projects p ON p.id = s.project_id WHERE s.id = ${id}::uuid`;
    return row;
  }

  /**
   * Where a sweep stands, and its trials that transaction `since` and later ones changed; all of them where `since` is
   * undefined, or from the future (the database was restored).
   */
  async read(id: string, since: string | undefined): Promise<SweepRead | undefined> {
    const newer =
      since === undefined
        ? Prisma.empty
        : Prisma.sql`AND (t.changed >= ${since}::bigint OR ${since}::xid8 > pg_snapshot_xmax(pg_current_snapshot()))`;
    const [row] = await this.#db.$queryRaw<SweepRead[]>`
      SELECT ${SINCE} AS since, s.status::text AS status, s.status_reason AS "statusReason", s.budget,
        s.next_number AS "nextNumber", s.judged_from AS "judgedFrom",
        coalesce(extract(epoch FROM now() - s.started_at), 0)::float8 AS elapsed,
        coalesce((SELECT json_agg(${TRIAL_JSON} ORDER BY t.number) FROM trials t WHERE t.sweep_id = s.id ${newer}), '[]') AS trials
      FROM sweeps s WHERE s.id = ${id}::uuid`;
    return row;
  }

  async get(id: string): Promise<StoredSweep | undefined> {
    const [row] = await this.#db.$queryRaw<SweepRow[]>`${selectSweeps(Prisma.sql`s.id = ${id}::uuid`)}`;
    return row && toSweep(row);
  }

  /**
   * A page, the newest first.
   *
   * @param after the last sweep of the page before
   */
  async list(
    query: SweepQuery,
    after: { createdAt: string; id: string } | undefined,
  ): Promise<StoredSweep[]> {
    const { projectId, statuses, limit } = query;
    const conditions = [
      Prisma.sql`true`,
      ...(projectId === undefined ? [] : [Prisma.sql`s.project_id = ${projectId}::uuid`]),
      ...(statuses === undefined ? [] : [Prisma.sql`s.status = ANY (${statuses}::text[]::sweep_status[])`]),
      ...(after === undefined
        ? []
        : [Prisma.sql`(s.created_at, s.id) < (${after.createdAt}::timestamptz, ${after.id}::uuid)`]),
    ];
    const rows = await this.#db.$queryRaw<SweepRow[]>`
      ${selectSweeps(Prisma.join(conditions, ' AND '))} ORDER BY s.created_at DESC, s.id DESC LIMIT ${limit}::int`;
    return rows.map(toSweep);
  }

  /** The finished trials of some sweeps, by their numbers. */
  async outcomes(sweepIds: readonly string[]): Promise<(StoredOutcome & { sweepId: string })[]> {
    return this.#db.$queryRaw`
      SELECT t.sweep_id AS "sweepId", t.id, t.number, t.run_id AS "runId", t.params, to_json(t.values) AS values
      FROM trials t WHERE t.sweep_id = ANY (${[...sweepIds]}::uuid[]) AND t.status = 'finished' ORDER BY t.number`;
  }

  /** Sweeps that run, the oldest first; `idle` alone those of which no trial does, the paused ones included. */
  async running(options: { idle?: boolean } = {}): Promise<string[]> {
    const which = options.idle
      ? Prisma.sql`s.status IN ('running', 'paused')
          AND NOT EXISTS (SELECT FROM trials t WHERE t.sweep_id = s.id AND t.status = 'running')`
      : Prisma.sql`s.status = 'running'`;
    const rows = await this.#db.$queryRaw<{ id: string }[]>`
      SELECT s.id FROM sweeps s WHERE ${which} ORDER BY s.created_at, s.id`;
    return rows.map(({ id }) => id);
  }

  /**
   * Brings a sweep into a status. One that ends takes its pending trials with it: queued ones, and running ones where
   * `to.abandon` says so, are cancelled; else it ends only where none runs.
   *
   * @returns `changed`, `same` where it was in that status before, `busy` where a trial runs, the status that forbids
   *   it, or undefined where there is no such sweep
   */
  async transition(
    id: string,
    to: {
      status: SweepStatus;
      from: readonly SweepStatus[];
      reason?: string;
      spent?: keyof Budget;
      abandon?: boolean;
    },
  ): Promise<'changed' | 'same' | 'busy' | { forbiddenBy: SweepStatus } | undefined> {
    const ends = to.status !== 'running' && to.status !== 'paused';
    return this.#db.$transaction(async (tx) => {
      // whoever claims a trial holds this row meanwhile, so that what is read after it is whole
      const [row] = await tx.$queryRaw<{ status: SweepStatus }[]>`
        SELECT status::text AS status FROM sweeps WHERE id = ${id}::uuid FOR UPDATE`;
      if (row === undefined) return undefined;
      if (row.status === to.status) return 'same';
      if (!to.from.includes(row.status)) return { forbiddenBy: row.status };
      if (ends && !to.abandon) {
        const [busy] = await tx.$queryRaw<{ running: boolean }[]>`
          SELECT EXISTS (SELECT FROM trials WHERE sweep_id = ${id}::uuid AND status = 'running') AS running`;
        if (busy!.running) return 'busy';
      }
      await tx.$queryRaw`
        WITH pending AS (
          SELECT id FROM trials WHERE ${ends} AND sweep_id = ${id}::uuid AND status IN ('queued', 'running')
          ORDER BY id FOR UPDATE
        ), cancelled AS (
          UPDATE trials SET status = 'cancelled', lease_until = NULL, ended_at = now(), ${CHANGED}
          FROM pending WHERE trials.id = pending.id
        ), changed AS (
          UPDATE sweeps SET status = ${to.status}::sweep_status, status_reason = ${to.reason ?? null}::text,
            spent = ${to.spent ?? null}::text, ended_at = ${ends ? Prisma.sql`now()` : Prisma.sql`NULL`},
            judged_from = CASE WHEN status = 'failed' THEN next_number ELSE judged_from END
          WHERE id = ${id}::uuid
        )
        SELECT ${announceSweep(Prisma.sql`${id}::uuid`, 'status')} AS announced`;
      return 'changed';
    });
  }

  /** Trades the budget. @returns whether there is such a sweep */
  async setBudget(id: string, budget: Budget): Promise<boolean> {
    const rows = await this.#db.$queryRaw<unknown[]>`
      WITH changed AS (
        UPDATE sweeps SET budget = ${JSON.stringify(budget)}::jsonb
        WHERE id = ${id}::uuid RETURNING id
      )
      SELECT ${announceSweep(Prisma.sql`id`, 'status')} AS announced FROM changed`;
    return rows.length > 0;
  }

  /**
   * Queues trials whose numbers begin at `expected`, and sees to it that the budget by trials holds them. Points that are
   * there already, by id or as a retry of the same trial, are passed over.
   *
   * @returns whether they were; false where others added trials meanwhile
   */
  async queue(
    id: string,
    expected: number,
    points: readonly QueuedPoint[],
    budgetTrials: number | undefined,
  ): Promise<boolean> {
    const budget =
      budgetTrials === undefined
        ? Prisma.sql`budget`
        : Prisma.sql`jsonb_set(budget, '{trials}', to_jsonb(${budgetTrials}::int))`;
    const [row] = await this.#db.$queryRaw<{ added: boolean }[]>`
      WITH extended AS (
        UPDATE sweeps SET next_number = next_number + ${points.length}::int, budget = ${budget}
        WHERE id = ${id}::uuid AND next_number = ${expected}::int
        RETURNING id
      ), queued AS (
        ${queuePoints(Prisma.sql`extended`, points)}
      )
      SELECT EXISTS (SELECT FROM extended) AS added,
        (SELECT ${announceSweep(Prisma.sql`id`, 'trials')} FROM extended) AS announced`;
    return row!.added;
  }

  /** Notes which run was trained from a sweep's best. @returns whether there are both */
  async finalize(id: string, runId: string): Promise<boolean> {
    const rows = await this.#db.$queryRaw<unknown[]>`
      WITH changed AS (
        UPDATE sweeps SET final_run_id = runs.id FROM runs WHERE sweeps.id = ${id}::uuid AND runs.id = ${runId}::uuid
        RETURNING sweeps.id
      )
      SELECT ${announceSweep(Prisma.sql`id`, 'status')} AS announced FROM changed`;
    return rows.length > 0;
  }
}

/** An INSERT of queued trials of the sweep whose id `from` has. */
function queuePoints(from: Prisma.Sql, points: readonly QueuedPoint[]): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO trials (id, sweep_id, number, params, status, retry_of, steps, reports, changed)
    SELECT point.id, sweep.id, point.number, point.params, 'queued', point."retryOf", '{}', '{}',
      pg_current_xact_id()::text::bigint
    FROM ${from} AS sweep,
      jsonb_to_recordset(${JSON.stringify(points)}::jsonb) AS point (id uuid, number int, params jsonb, "retryOf" uuid)`;
}

function selectSweeps(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT s.id, s.project_id AS "projectId", p.name AS "projectName", s.name, s.status::text AS status,
      s.status_reason AS "statusReason", s.spent, s.config, s.budget, s.training, jsonb_array_length(s.warm_start) AS "warmStarted",
      s.final_run_id AS "finalRunId", s.created_at AS "createdAt", s.started_at AS "startedAt", s.ended_at AS "endedAt",
      coalesce((
        SELECT json_object_agg(status, count)
        FROM (SELECT status, count(*)::int AS count FROM trials WHERE sweep_id = s.id GROUP BY status) AS counted
      ), '{}') AS counts,
      CASE WHEN json_array_length(s.config -> 'objective') = 1 THEN (
        SELECT json_build_object('id', t.id, 'number', t.number, 'runId', t.run_id, 'params', t.params, 'values', t.values)
        FROM trials t WHERE t.sweep_id = s.id AND t.loss IS NOT NULL ORDER BY t.loss, t.number LIMIT 1
      ) END AS best
    FROM sweeps s JOIN projects p ON p.id = s.project_id WHERE ${condition}`;
}

type SweepRow = StoredSweep & { budget: Budget };

function toSweep({ budget, ...row }: SweepRow): StoredSweep {
  const counts = Object.fromEntries(TRIAL_STATUSES.map((status) => [status, row.counts[status] ?? 0]));
  return { ...row, config: { ...row.config, budget }, counts: counts as TrialCounts };
}
