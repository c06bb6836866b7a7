import { type WireFloat } from '@bestiary/contracts/json';
import { type TrialParams, type TrialStatus } from '@bestiary/contracts/sweep';
import { type TrialError } from '@bestiary/contracts/trial';
import { announceSweep } from '../change.ts';
import { type Database } from '../database.ts';
import { Prisma } from '../generated/client.ts';
import { CHANGED } from './stored-trial.ts';

/** Who asks for a trial. */
export type TrialClaim = { workerId: string; requestId: string };

/** A trial in the hands of a worker. */
export type TakenTrial = {
  id: string;
  number: number;
  params: TrialParams;
  attempt: number;
  token: number;
  runId: string | null;
  workerId: string;
  requestId: string;
};

/** What a worker has reported: the token proves that the trial is still its own. */
export type TrialReport = {
  id: string;
  token: number;
  steps: readonly number[];
  reports: readonly WireFloat[];
};

/** How a trial ends. `queued`: it is tried again. */
export type TrialEnd = {
  id: string;
  token: number;
  status: 'finished' | 'pruned' | 'failed' | 'queued';
  values: readonly WireFloat[] | null;
  /** the first value such that less is better; null where it is not finite */
  loss: number | null;
  error: TrialError | null;
  /** all that was reported; left out: what was stored stays */
  curve: { steps: readonly number[]; values: readonly WireFloat[] } | undefined;
};

/** Where a trial stands, for a writer that was refused. */
export type TrialStanding = { sweepId: string; status: TrialStatus; token: number; attempt: number };

const LEASE = Prisma.sql`now() + make_interval(secs => (s.training ->> 'leaseSeconds')::float8)`;

/**
 * The rows of trials, which are the queue of what is to be done. Whoever takes a trial is given a token, one greater than
 * that of whoever had it before; every write has it in its WHERE, so that one who was thought lost overwrites nothing.
 */
export class TrialRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Takes queued trials of a running sweep, the lowest numbers first, one a claim while there are any; none is given to two. */
  async takeQueued(sweepId: string, claims: readonly TrialClaim[]): Promise<TakenTrial[]> {
    return this.#db.$queryRaw`
      WITH s AS (
        UPDATE sweeps SET started_at = coalesce(started_at, now()) WHERE id = ${sweepId}::uuid AND status = 'running'
        RETURNING id, training
      ), picked AS (
        SELECT t.id FROM trials t JOIN s ON t.sweep_id = s.id WHERE t.status = 'queued'
        ORDER BY t.number LIMIT ${claims.length}::int FOR UPDATE OF t SKIP LOCKED
      ), claim AS (
        SELECT row_number() OVER () AS place, "workerId", "requestId"
        FROM jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) AS claim ("workerId" uuid, "requestId" uuid)
      ), given AS (
        SELECT id, row_number() OVER (ORDER BY id) AS place FROM picked
      ), taken AS (
        UPDATE trials t SET status = 'running', attempt = t.attempt + 1, token = t.token + 1, worker_id = claim."workerId",
          request_id = claim."requestId", lease_until = ${LEASE}, steps = '{}', reports = '{}', error = NULL,
          started_at = now(), ${CHANGED}
        FROM given JOIN claim USING (place), s WHERE t.id = given.id
        RETURNING t.*
      )
      SELECT ${TAKEN}, ${announceSweep(Prisma.sql`sweep_id`, 'trials')} AS announced FROM taken`;
  }

  /**
   * Adds trials to a running sweep, each in the hands of a worker from the start, with numbers from `expected` on.
   *
   * @returns them; undefined where others added trials meanwhile or the sweep does not run any more: read it anew
   */
  async start(
    sweepId: string,
    expected: number,
    trials: readonly (TrialClaim & { id: string; params: TrialParams })[],
  ): Promise<TakenTrial[] | undefined> {
    const rows = await this.#db.$queryRaw<TakenTrial[]>`
      WITH s AS (
        UPDATE sweeps SET next_number = next_number + ${trials.length}::int, started_at = coalesce(started_at, now())
        WHERE id = ${sweepId}::uuid AND status = 'running' AND next_number = ${expected}::int
        RETURNING id, training
      ), taken AS (
        INSERT INTO trials (id, sweep_id, number, params, status, attempt, token, worker_id, request_id, lease_until, steps,
          reports, started_at, changed)
        SELECT trial.id, s.id, ${expected}::int + trial.place, trial.params, 'running', 1, 1, trial."workerId",
          trial."requestId", ${LEASE}, '{}', '{}', now(), pg_current_xact_id()::text::bigint
        FROM s, jsonb_to_recordset(${JSON.stringify(trials.map((trial, place) => ({ ...trial, place })))}::jsonb)
          AS trial (id uuid, place int, params jsonb, "workerId" uuid, "requestId" uuid)
        RETURNING *
      )
      SELECT ${TAKEN}, ${announceSweep(Prisma.sql`sweep_id`, 'trials')} AS announced FROM taken ORDER BY number`;
    return rows.length === trials.length ? rows : undefined;
  }

  /**
   * Adds reports to trials, and renews their leases. Of several at one step the first counts, so that a batch can be sent
   * again.
   *
   * @returns the ids of those whose token was right
   */
  async report(reports: readonly TrialReport[]): Promise<{ id: string; sweepId: string; leaseMs: number }[]> {
    return this.#db.$queryRaw`
      WITH batch AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(reports)}::jsonb)
          AS batch (id uuid, token int, steps int[], reports float8[])
      ), held AS (
        SELECT t.id, b.steps, b.reports, (s.training ->> 'leaseSeconds')::float8 AS lease
        FROM batch b JOIN trials t USING (id) JOIN sweeps s ON s.id = t.sweep_id
        WHERE t.token = b.token AND t.status = 'running' ORDER BY t.id FOR UPDATE OF t
      ), written AS (
        UPDATE trials t SET
          steps = ARRAY(SELECT step FROM (${MERGED}) AS merged),
          reports = ARRAY(SELECT value FROM (${MERGED}) AS merged),
          lease_until = now() + make_interval(secs => held.lease), ${CHANGED}
        FROM held WHERE t.id = held.id
        RETURNING t.id, t.sweep_id, held.lease
      ), announced AS MATERIALIZED (
        SELECT ${announceSweep(Prisma.sql`sweep_id`, 'trials')} AS announced FROM (SELECT DISTINCT sweep_id FROM written)
      )
      SELECT id, sweep_id AS "sweepId", lease * 1000 AS "leaseMs", (SELECT count(announced) FROM announced) AS announced
      FROM written`;
  }

  /** Renews the leases of trials that a worker holds. @returns the ids of those that it does hold */
  async renew(workerId: string, ids: readonly string[]): Promise<string[]> {
    const rows = await this.#db.$queryRaw<{ id: string }[]>`
      WITH held AS (
        SELECT t.id, ${LEASE} AS lease FROM trials t JOIN sweeps s ON s.id = t.sweep_id
        WHERE t.id = ANY (${[...ids]}::uuid[]) AND t.worker_id = ${workerId}::uuid AND t.status = 'running'
        ORDER BY t.id FOR UPDATE OF t
      )
      UPDATE trials t SET lease_until = held.lease, ${CHANGED} FROM held WHERE t.id = held.id RETURNING t.id`;
    return rows.map(({ id }) => id);
  }

  /** Says which run records a trial. @returns whether the token was right */
  async attach(id: string, token: number, runId: string): Promise<boolean> {
    const rows = await this.#db.$queryRaw<unknown[]>`
      UPDATE trials SET run_id = ${runId}::uuid, ${CHANGED} WHERE id = ${id}::uuid AND token = ${token}::int
        AND status <> 'queued' RETURNING id`;
    return rows.length > 0;
  }

  /** Ends a running trial. @returns its sweep; undefined where the token was not right, or it had ended */
  async end(end: TrialEnd): Promise<string | undefined> {
    const { curve, status } = end;
    const again = status === 'queued';
    const columns =
      curve === undefined
        ? Prisma.empty
        : Prisma.sql`, steps = ${[...curve.steps]}::int[], reports = ${curve.values.map(String)}::text[]::float8[]`;
    const [row] = await this.#db.$queryRaw<{ sweepId: string }[]>`
      WITH ended AS (
        UPDATE trials SET status = ${status}::trial_status,
          values = ${end.values === null ? null : end.values.map(String)}::text[]::float8[], loss = ${end.loss}::float8,
          error = ${end.error === null ? null : JSON.stringify(end.error)}::jsonb, lease_until = NULL,
          ended_at = ${again ? Prisma.sql`NULL` : Prisma.sql`now()`}, ${CHANGED} ${columns}
        WHERE id = ${end.id}::uuid AND token = ${end.token}::int AND status = 'running'
        RETURNING sweep_id
      )
      SELECT sweep_id AS "sweepId", ${announceSweep(Prisma.sql`sweep_id`, 'trials')} AS announced FROM ended`;
    return row?.sweepId;
  }

  /** Puts a running trial back into the queue as if it had not been begun. @returns whether the token was right */
  async release(id: string, token: number): Promise<boolean> {
    const rows = await this.#db.$queryRaw<unknown[]>`
      WITH released AS (
        UPDATE trials SET status = 'queued', attempt = attempt - 1, lease_until = NULL, ${CHANGED}
        WHERE id = ${id}::uuid AND token = ${token}::int AND status = 'running'
        RETURNING sweep_id
      )
      SELECT ${announceSweep(Prisma.sql`sweep_id`, 'trials')} AS announced FROM released`;
    return rows.length > 0;
  }

  /**
   * Takes trials away from workers whose lease has ended, by the database's clock: they are queued again, or have failed
   * where they were begun as often as their sweep allows. Any number of servers may do so at once: each is taken once.
   *
   * @param sweepId left out: of all sweeps
   * @returns how many
   */
  async expire(sweepId?: string): Promise<number> {
    const of = sweepId === undefined ? Prisma.empty : Prisma.sql`AND t.sweep_id = ${sweepId}::uuid`;
    const rows = await this.#db.$queryRaw<unknown[]>`
      WITH lost AS (
        SELECT t.id, t.attempt >= (s.training ->> 'maxAttempts')::int AS last
        FROM trials t JOIN sweeps s ON s.id = t.sweep_id
        WHERE t.status = 'running' AND t.lease_until < now() ${of} ORDER BY t.id FOR UPDATE OF t SKIP LOCKED
      ), taken AS (
        UPDATE trials t SET status = CASE WHEN lost.last THEN 'failed' ELSE 'queued' END::trial_status,
          lease_until = NULL, ended_at = CASE WHEN lost.last THEN now() END,
          error = CASE WHEN lost.last THEN jsonb_build_object('code', 'unavailable', 'permanent', false, 'message',
            'begun ' || t.attempt || CASE t.attempt WHEN 1 THEN ' time' ELSE ' times' END || ', and its worker was lost each time')
          END, ${CHANGED}
        FROM lost WHERE t.id = lost.id
        RETURNING t.sweep_id
      )
      SELECT ${announceSweep(Prisma.sql`sweep_id`, 'trials')} AS announced FROM taken`;
    return rows.length;
  }

  async standing(id: string): Promise<TrialStanding | undefined> {
    const [row] = await this.#db.$queryRaw<TrialStanding[]>`
      SELECT sweep_id AS "sweepId", status::text AS status, token, attempt FROM trials WHERE id = ${id}::uuid`;
    return row;
  }
}

/** The reports of `t` with those of `held`, by step. */
const MERGED = Prisma.sql`
  SELECT DISTINCT ON (step) step, value FROM (
    SELECT step, value, 0 AS late FROM unnest(t.steps, t.reports) AS stored (step, value)
    UNION ALL SELECT step, value, 1 FROM unnest(held.steps, held.reports) AS reported (step, value)
  ) AS report ORDER BY step, late`;

const TAKEN = Prisma.sql`id, number, params, attempt, token, run_id AS "runId", worker_id AS "workerId",
  request_id AS "requestId"`;
