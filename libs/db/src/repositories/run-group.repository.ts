import { BestiaryError } from '@bestiary/contracts/error';
import { type RunSelection } from '@bestiary/contracts/run';
import {
  GROUP_RUNS_UP_TO,
  type GroupBy,
  type GroupRunsQuery,
  NAMED_RUNS_OF_GROUP,
  type RunGroup,
  type RunGroups,
} from '@bestiary/contracts/run-group';
import { fieldOfColumn } from '@bestiary/contracts/run-search';
import { type Database, ONCE } from '../database.ts';
import { Prisma } from '../generated/client.ts';
import { withinTime } from '../within-time.ts';
import { selectionSql } from './run-selection.ts';
import { plainAggregate } from './series-column.ts';

const GROUP_WITHIN_MS = 10_000;

export class RunGroupRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Groups the runs of a selection, and sums up metrics over each group.
   *
   * @throws BestiaryError `invalid_input` where there are too many runs, or it takes too long
   */
  async list(selection: RunSelection, { by, metrics, limit }: GroupRunsQuery): Promise<RunGroups> {
    return withinTime(this.#db, GROUP_WITHIN_MS, async (tx) => {
      const rows = await tx.$queryRaw<(RunGroup & { total: number; selected: number })[]>`
        ${ONCE} WITH selected AS MATERIALIZED (
          SELECT r.id, r.project_id, r.parent_id, r.dataset_id, r.created_at FROM runs r
          WHERE ${selectionSql(selection)} LIMIT ${GROUP_RUNS_UP_TO + 1}::int
        ), keyed AS MATERIALIZED (
          SELECT r.id, r.created_at, ${madeThemSql(by)} AS made_them, ${commonSql(by)} AS common FROM selected r
        ), grouped AS (
          SELECT common, count(*)::int AS size, array_agg(id ORDER BY made_them DESC, created_at, id) AS ids,
            coalesce(array_agg(id) FILTER (WHERE NOT made_them), array_agg(id)) AS measured
          FROM keyed GROUP BY common
        ), shown AS (
          SELECT *, count(*) OVER ()::int AS total FROM grouped ORDER BY size DESC, common LIMIT ${limit}::int
        )
        SELECT common, size AS "runCount", ids[1:${NAMED_RUNS_OF_GROUP}::int] AS "runIds", total,
          (SELECT count(*)::int FROM selected) AS selected, ${statisticsSql(metrics)} AS metrics
        FROM shown ORDER BY size DESC, common`;
      if ((rows[0]?.selected ?? 0) > GROUP_RUNS_UP_TO) {
        throw new BestiaryError('invalid_input', `there are more than ${GROUP_RUNS_UP_TO} runs to group`, {
          hint: 'narrow the search',
        });
      }
      return {
        groups: rows.map(({ common, runCount, runIds, metrics: statistics }) => ({
          common,
          runCount,
          runIds,
          metrics: statistics,
        })),
        total: rows[0]?.total ?? 0,
      };
    });
  }
}

/** What the run r has in common with the others of its group, as jsonb. */
function commonSql(by: GroupBy): Prisma.Sql {
  switch (by.kind) {
    case 'parent':
      return Prisma.sql`
        jsonb_build_object('parent', (
          SELECT jsonb_build_object('id', id, 'name', name) FROM runs WHERE id = coalesce(r.parent_id, r.id)))`;
    case 'dataset':
      return Prisma.sql`
        coalesce((
          SELECT jsonb_build_object('dataset', jsonb_build_object('id', id, 'name', name))
          FROM datasets WHERE id = r.dataset_id), '{}')`;
    case 'allButSeed':
      return Prisma.sql`
        jsonb_build_object('project', (SELECT name FROM projects WHERE id = r.project_id)) || coalesce((
          SELECT jsonb_object_agg('params.' || key, value) FROM params WHERE run_id = r.id AND key <> 'seed'), '{}')`;
    case 'columns': {
      const of = (kind: 'param' | 'tag') => {
        const named = by.columns.filter((column) => fieldOfColumn(column).kind === kind);
        return Prisma.sql`unnest(${named}::text[], ${named.map((c) => fieldOfColumn(c).key)}::text[]) AS w (name, key)`;
      };
      return Prisma.sql`coalesce((
        SELECT jsonb_object_agg(name, value) FROM (
          SELECT w.name, v.value FROM ${of('param')} JOIN params v ON v.run_id = r.id AND v.key = w.key
          UNION ALL
          SELECT w.name, to_jsonb(v.value) FROM ${of('tag')} JOIN tags v ON v.run_id = r.id AND v.key = w.key
        ) AS labels), '{}')`;
    }
  }
}

/** Whether the run r stands in its group as the one that made the others. */
function madeThemSql(by: GroupBy): Prisma.Sql {
  return by.kind === 'parent' ? Prisma.sql`r.parent_id IS NULL` : Prisma.sql`false`;
}

/** JSON of statistics by column, over the runs in `measured`. */
function statisticsSql(metrics: GroupRunsQuery['metrics']): Prisma.Sql {
  const fields = metrics.flatMap((column) => {
    const field = fieldOfColumn(column);
    return field.kind === 'metric' ? [{ column, key: field.key, aggregate: plainAggregate(field) }] : [];
  });
  if (fields.length === 0) return Prisma.sql`'{}'::json`;
  return Prisma.sql`coalesce((
    SELECT json_object_agg(name, json_build_object('n', n, 'mean', mean, 'standardDeviation', deviation,
      'min', least, 'max', greatest)) FROM (
      SELECT name, count(*)::int AS n, avg(value) AS mean, stddev_samp(value) AS deviation,
        min(value) AS least, max(value) AS greatest
      FROM (
        SELECT w.name, CASE w.aggregate WHEN 'last' THEN s.last WHEN 'min' THEN s.min ELSE s.max END AS value
        FROM unnest(${fields.map((f) => f.column)}::text[], ${fields.map((f) => f.key)}::text[],
          ${fields.map((f) => f.aggregate)}::text[]) AS w (name, key, aggregate)
        JOIN series s ON s.run_id = ANY (measured) AND s.key = w.key
      ) AS found
      WHERE value > '-Infinity' AND value < 'Infinity'
      GROUP BY name
    ) AS statistics), '{}')`;
}
