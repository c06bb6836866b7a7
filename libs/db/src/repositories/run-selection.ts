import { COUNT_RUNS_UP_TO, type RunSelection } from '@bestiary/contracts/run';
import { ONCE } from '../database.ts';
import { Prisma } from '../generated/client.ts';
import { conditionSql, wordSql } from './run-condition.ts';
import { type RunCursor } from './run-cursor.ts';
import { type OrderStage } from './run-order.ts';

const MAX_WORDS = 20;

/** Where a run stands in an order. */
export type RunPlace = Pick<RunCursor, 'rank' | 'value' | 'id'>;

/** True of the runs of a selection, with `runs` as r. */
export function selectionSql({
  projectId,
  parentId,
  text,
  statuses,
  shelf,
  condition,
}: RunSelection): Prisma.Sql {
  const all = [SHELVES[shelf]];
  if (projectId !== undefined) all.push(Prisma.sql`r.project_id = ${projectId}::uuid`);
  if (parentId !== undefined) all.push(Prisma.sql`r.parent_id = ${parentId}::uuid`);
  if (statuses !== undefined) all.push(Prisma.sql`r.status = ANY (${statuses}::text[]::run_status[])`);
  const words = (text ?? '').split(/\s+/).filter((word) => word !== '');
  all.push(...words.slice(0, MAX_WORDS).map(wordSql));
  if (condition !== undefined) all.push(conditionSql(condition));
  return Prisma.join(all, ' AND ');
}

const SHELVES = {
  active: Prisma.sql`r.deleted_at IS NULL AND r.archived_at IS NULL`,
  archived: Prisma.sql`r.deleted_at IS NULL AND r.archived_at IS NOT NULL`,
  trash: Prisma.sql`r.deleted_at IS NOT NULL`,
};

/** The next rows of an order, stage after stage until there are enough. */
export async function findPlaces(
  tx: Prisma.TransactionClient,
  query: {
    stages: readonly OrderStage[];
    selected: Prisma.Sql;
    cursor: RunCursor | undefined;
    limit: number;
  },
): Promise<RunPlace[]> {
  const { stages, selected, cursor, limit } = query;
  const places: RunPlace[] = [];
  for (const stage of stages) {
    if (cursor !== undefined && stage.rank < cursor.rank) continue;
    if (places.length >= limit) break;
    const behind = cursor?.rank === stage.rank ? Prisma.sql`AND ${stage.after(cursor)}` : Prisma.empty;
    const rows = await tx.$queryRaw<{ id: string; value: string }[]>`
      ${ONCE} SELECT r.id, ${stage.value} AS value ${stage.from}
      WHERE ${stage.where} AND ${selected} ${behind}
      ORDER BY ${stage.orderBy} LIMIT ${limit - places.length}::int`;
    places.push(...rows.map((row) => ({ ...row, rank: stage.rank })));
  }
  return places;
}

export async function countRuns(
  tx: Prisma.TransactionClient,
  selected: Prisma.Sql,
): Promise<{ total: number; totalIsExact: boolean }> {
  const [row] = await tx.$queryRaw<{ found: number }[]>`
    ${ONCE} SELECT count(*)::int AS found
    FROM (SELECT FROM runs r WHERE ${selected} LIMIT ${COUNT_RUNS_UP_TO + 1}::int) AS counted`;
  const { found } = row!;
  return { total: Math.min(found, COUNT_RUNS_UP_TO), totalIsExact: found <= COUNT_RUNS_UP_TO };
}
