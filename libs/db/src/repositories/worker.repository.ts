import { type NewWorker, type Worker, WORKER_GONE_AFTER_MS } from '@bestiary/contracts/worker';
import { type Database } from '../database.ts';
import { Prisma } from '../generated/client.ts';

/** The rate of a worker is taken over this long (seconds). */
const RATE_OVER_S = 300;

type WorkerRow = Omit<Worker, 'startedAt' | 'lastSeenAt'> & { startedAt: Date; lastSeenAt: Date };

export class WorkerRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Makes a worker known; one that is known is heard of, and takes trials again. */
  async register(worker: NewWorker): Promise<void> {
    await this.#db.$executeRaw`
      INSERT INTO workers (id, host, pid, backend, version, sweep_id)
      VALUES (${worker.id}::uuid, ${worker.host}, ${worker.pid}::int, ${worker.backend}, ${worker.version},
        ${worker.sweepId ?? null}::uuid)
      ON CONFLICT (id) DO UPDATE SET host = excluded.host, pid = excluded.pid, backend = excluded.backend,
        version = excluded.version, sweep_id = excluded.sweep_id, last_seen_at = now(), left_at = NULL, reason = NULL`;
  }

  /** @returns whether the worker is known */
  async heartbeat(id: string, draining: boolean): Promise<boolean> {
    const changed = await this.#db.$executeRaw`
      UPDATE workers SET last_seen_at = now(), draining = ${draining} WHERE id = ${id}::uuid`;
    return changed > 0;
  }

  /** @returns whether the worker is known */
  async leave(id: string, reason: string): Promise<boolean> {
    const changed = await this.#db.$executeRaw`
      UPDATE workers SET last_seen_at = now(), left_at = now(), reason = ${reason} WHERE id = ${id}::uuid`;
    return changed > 0;
  }

  /**
   * Workers, those heard of last first.
   *
   * @param sweepId those that work or worked on it
   */
  async list(sweepId: string | undefined, limit: number): Promise<Worker[]> {
    const which =
      sweepId === undefined
        ? Prisma.sql`true`
        : Prisma.sql`w.sweep_id = ${sweepId}::uuid
            OR w.id IN (SELECT worker_id FROM trials WHERE sweep_id = ${sweepId}::uuid)`;
    const rows = await this.#db.$queryRaw<WorkerRow[]>`
      SELECT w.id, w.host, w.pid, w.backend, w.version, w.sweep_id AS "sweepId", w.reason, w.started_at AS "startedAt",
        w.last_seen_at AS "lastSeenAt",
        CASE WHEN w.left_at IS NOT NULL THEN 'stopped'
          WHEN w.last_seen_at < now() - make_interval(secs => ${WORKER_GONE_AFTER_MS / 1_000}::float8) THEN 'gone'
          WHEN w.draining THEN 'draining' ELSE 'active' END AS status,
        coalesce((
          SELECT json_agg(json_build_object('id', t.id, 'sweepId', t.sweep_id, 'number', t.number) ORDER BY t.number)
          FROM trials t WHERE t.worker_id = w.id AND t.ended_at IS NULL AND t.status = 'running'), '[]') AS trials,
        ended.finished, ended.failed,
        ended.lately * 60 / greatest(1, least(${RATE_OVER_S}::float8,
          extract(epoch FROM coalesce(w.left_at, now()) - w.started_at)::float8)) AS "trialsPerMinute"
      FROM (SELECT * FROM workers w WHERE ${which} ORDER BY last_seen_at DESC, id LIMIT ${limit}::int) AS w, LATERAL (
        SELECT count(*) FILTER (WHERE t.status IN ('finished', 'pruned'))::int AS finished,
          count(*) FILTER (WHERE t.status = 'failed')::int AS failed,
          count(*) FILTER (WHERE t.ended_at > coalesce(w.left_at, now()) - make_interval(secs => ${RATE_OVER_S}::float8))::float8
            AS lately
        FROM trials t WHERE t.worker_id = w.id AND t.ended_at IS NOT NULL
      ) AS ended
      ORDER BY w.last_seen_at DESC, w.id`;
    return rows.map((row) => ({
      ...row,
      startedAt: row.startedAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
    }));
  }
}
