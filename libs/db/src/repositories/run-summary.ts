import { type RunProgress, type RunStatus, type RunSummary } from '@bestiary/contracts/run';
import { fieldOfColumn, type RunKeyColumn } from '@bestiary/contracts/run-search';
import { Prisma } from '../generated/client.ts';
import { seriesColumn } from './series-column.ts';

/**
 * What a summary is made of, with `runs` as r, `projects` as p, `datasets` as d.
 *
 * @param columns what `values` is to hold; where it is given, `metrics` holds nothing
 */
export function summaryColumns(columns?: readonly RunKeyColumn[]): Prisma.Sql {
  return Prisma.sql`
    r.id, r.project_id AS "projectId", p.name AS "projectName", r.parent_id AS "parentId", r.name,
    r.status::text AS status, r.progress, r.dataset_id AS "datasetId", d.name AS "datasetName",
    (SELECT count(*)::int FROM runs c WHERE c.parent_id = r.id AND c.deleted_at IS NULL) AS "childCount",
    r.created_at AS "createdAt", r.started_at AS "startedAt", r.ended_at AS "endedAt",
    r.archived_at AS "archivedAt", r.deleted_at AS "deletedAt",
    ${columns === undefined ? LAST_VALUES : NOTHING} AS metrics,
    ${columns === undefined || columns.length === 0 ? NOTHING : valuesSql(columns)} AS values,
    coalesce((SELECT json_object_agg(key, value) FROM tags WHERE run_id = r.id), '{}') AS tags`;
}

const NOTHING = Prisma.sql`'{}'::json`;
const LAST_VALUES = Prisma.sql`
  coalesce((SELECT json_object_agg(key, last) FROM series WHERE run_id = r.id), '{}')`;

/** One look-up in the index of a primary key for each run and column. */
function valuesSql(columns: readonly RunKeyColumn[]): Prisma.Sql {
  const pairs = columns.map((column) => Prisma.sql`(${column}::text, ${valueSql(column)})`);
  return Prisma.sql`(
    SELECT coalesce(json_object_agg(name, value) FILTER (WHERE value IS NOT NULL), '{}')
    FROM (VALUES ${Prisma.join(pairs)}) AS shown (name, value))`;
}

/** As json; null where the run has no such thing. */
function valueSql(column: RunKeyColumn): Prisma.Sql {
  const field = fieldOfColumn(column);
  const { key } = field;
  switch (field.kind) {
    case 'metric':
      return Prisma.sql`(SELECT to_json(${seriesColumn(field)}) FROM series WHERE run_id = r.id AND key = ${key})`;
    case 'param':
      return Prisma.sql`(SELECT value::json FROM params WHERE run_id = r.id AND key = ${key})`;
    case 'tag':
      return Prisma.sql`(SELECT to_json(value) FROM tags WHERE run_id = r.id AND key = ${key})`;
  }
}

/** The summaries of these runs, in this order; those that are gone are left out. */
export async function readSummaries(
  tx: Prisma.TransactionClient,
  ids: readonly string[],
  columns: readonly RunKeyColumn[] | undefined,
): Promise<RunSummary[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<SummaryRow[]>`
    SELECT ${summaryColumns(columns)}
    FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS wanted (id, place)
    JOIN runs r ON r.id = wanted.id JOIN projects p ON p.id = r.project_id LEFT JOIN datasets d ON d.id = r.dataset_id
    ORDER BY wanted.place`;
  return rows.map(toSummary);
}

export type SummaryRow = {
  id: string;
  projectId: string;
  projectName: string;
  parentId: string | null;
  name: string;
  status: RunStatus;
  progress: RunProgress | null;
  datasetId: string | null;
  datasetName: string | null;
  metrics: RunSummary['metrics'];
  values: RunSummary['values'];
  tags: RunSummary['tags'];
  childCount: number;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  archivedAt: Date | null;
  deletedAt: Date | null;
};

export function toSummary({ datasetId, datasetName, ...row }: SummaryRow): RunSummary {
  return {
    id: row.id,
    projectId: row.projectId,
    projectName: row.projectName,
    parentId: row.parentId,
    name: row.name,
    status: row.status,
    progress: row.progress,
    dataset: datasetId === null ? null : { id: datasetId, name: datasetName! },
    metrics: row.metrics,
    values: row.values,
    tags: row.tags,
    childCount: row.childCount,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    archivedAt: row.archivedAt?.toISOString() ?? null,
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}
