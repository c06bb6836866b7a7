import { type Json, type WireFloat } from '@bestiary/contracts/json';
import { type Objective } from '@bestiary/contracts/sweep';
import { type Database } from '../database.ts';
import { Prisma } from '../generated/client.ts';
import { seriesColumn } from './series-column.ts';

/** More runs than this teach a sampler nothing that it does not know. */
const MAX_RUNS = 1_000;

/** A finished run's parameters, and its values of some objectives. */
export type StoredEarlierRun = { params: Record<string, Json>; values: WireFloat[] };

export class EarlierRunRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Finished runs that have all of the objectives, the latest thousand, the oldest first; those in the trash are left out.
   *
   * @param from all of a project, or some
   */
  async list(
    from: { projectId: string } | { runIds: readonly string[] },
    objectives: readonly Objective[],
  ): Promise<StoredEarlierRun[]> {
    const which =
      'projectId' in from
        ? Prisma.sql`r.project_id = ${from.projectId}::uuid`
        : Prisma.sql`r.id = ANY (${[...from.runIds]}::uuid[])`;
    const values = objectives.map(
      (
        objective,
      ) => Prisma.sql`(SELECT ${seriesColumn({ kind: 'metric', key: objective.metric, ...objective })}
        FROM series WHERE run_id = r.id AND key = ${objective.metric})`,
    );
    const rows = await this.#db.$queryRaw<StoredEarlierRun[]>`
      SELECT params, to_json(values) AS values FROM (
        SELECT r.created_at, r.id, ARRAY[${Prisma.join(values)}]::float8[] AS values,
          coalesce((SELECT json_object_agg(key, value) FROM params WHERE run_id = r.id), '{}') AS params
        FROM runs r WHERE ${which} AND r.status = 'finished' AND r.deleted_at IS NULL
      ) AS run
      WHERE array_position(values, NULL) IS NULL
      ORDER BY created_at DESC, id DESC LIMIT ${MAX_RUNS}::int`;
    return rows.reverse();
  }
}
