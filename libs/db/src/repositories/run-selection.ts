import { COUNT_RUNS_UP_TO, type RunSelection } from '@bestiary/contracts/run';
import { ONCE } from '../database.ts';
import { Prisma } from '../generated/client.ts';
import { conditionSql, type ConditionTest, wordSql } from './run-condition.ts';
import { type RunCursor } from './run-cursor.ts';
import { type OrderStage } from './run-order.ts';

const MAX_WORDS = 20;

/** Where a run stands in an order. */
export type RunPlace = Pick<RunCursor, 'rank' | 'value' | 'id'>;

/** True of the runs of a selection, with `runs` as r. */
export function selectionSql(
  { projectId, parentId, text, statuses, shelf, condition }: RunSelection,
  by: ConditionTest = 'sets',
): Prisma.Sql {
  const all = [SHELVES[shelf]];
  if (projectId !== undefined) all.push(Prisma.sql`r.project_id = ${projectId}::uuid`);
  if (parentId !== undefined) all.push(Prisma.sql`r.parent_id = ${parentId}::uuid`);
  if (statuses !== undefined) all.push(Prisma.sql`r.status = ANY (${statuses}::text[]::run_status[])`);
  const words = (text ?? '').split(/\s+/).filter((word) => word !== '');
  all.push(...words.slice(0, MAX_WORDS).map((word) => wordSql(word, by)));
  if (condition !== undefined) all.push(conditionSql(condition, by));
  return Prisma.join(all, ' AND ');
}

/** Whether a selection is one of whole shelves and projects. */
export function isPlain({ parentId, text, statuses, condition }: RunSelection): boolean {
  return parentId === undefined && !text?.trim() && statuses === undefined && condition === undefined;
}

const SHELVES = {
  active: Prisma.sql`r.deleted_at IS NULL AND r.archived_at IS NULL`,
  archived: Prisma.sql`r.deleted_at IS NULL AND r.archived_at IS NOT NULL`,
  trash: Prisma.sql`r.deleted_at IS NOT NULL`,
};

export type FoundRuns = { places: RunPlace[]; total: number; totalIsExact: boolean };

/** Of so many runs of an order each is looked at by itself. */
const WALK_OVER = 3_000;

type FindQuery = {
  stages: readonly OrderStage[];
  selection: RunSelection;
  cursor: RunCursor | undefined;
  limit: number;
};

/**
 * The next runs of a selection in an order, and how many there are on all pages.
 *
 * Which way is fast depends on how many are selected, and the planner's guess is often wrong by orders of magnitude
 * (it takes a key and its values for independent). So it is found out first, up to a bound: few runs are sorted, of many
 * the first are read along the index of the order, among which enough are selected.
 */
export async function findRuns(tx: Prisma.TransactionClient, query: FindQuery): Promise<FoundRuns> {
  const { cursor, selection } = query;
  if (cursor !== undefined && !cursor.totalIsExact) {
    return { places: await readAlongIndexes(tx, query), total: cursor.total, totalIsExact: false };
  }
  // a plain list is counted without being sorted: the sorting of few is not worth its planning there
  if (isPlain(selection) && (await countUpTo(tx, selection, COUNT_RUNS_UP_TO + 1)) > COUNT_RUNS_UP_TO) {
    return { places: await readAlongIndexes(tx, query), total: COUNT_RUNS_UP_TO, totalIsExact: false };
  }
  const { places, found } = await sortFew(tx, query);
  if (found <= COUNT_RUNS_UP_TO) return { places, total: cursor?.total ?? found, totalIsExact: true };
  return { places: await readAlongIndexes(tx, query), total: COUNT_RUNS_UP_TO, totalIsExact: false };
}

/** How many runs are selected. @param bound counting ends there */
export async function countUpTo(
  tx: Prisma.TransactionClient,
  selection: RunSelection,
  bound?: number,
): Promise<number> {
  const limit = bound === undefined ? Prisma.empty : Prisma.sql`LIMIT ${bound}::int`;
  const [row] = await tx.$queryRaw<{ found: number }[]>`
    ${ONCE} SELECT count(*)::int AS found FROM (SELECT FROM runs r WHERE ${selectionSql(selection)} ${limit}) AS counted`;
  return row!.found;
}

/** Counts what is selected up to the bound, and sorts it where that is all. */
async function sortFew(
  tx: Prisma.TransactionClient,
  { stages, selection, cursor, limit }: FindQuery,
): Promise<{ places: RunPlace[]; found: number }> {
  const parts = stages
    .filter((stage) => cursor === undefined || stage.rank >= cursor.rank)
    .map(
      (stage) => Prisma.sql`(
        SELECT r.id, (${stage.value})::text AS value, ${stage.rank}::int AS rank,
          row_number() OVER (ORDER BY ${stage.order(stage.value, stage.id)}) AS place
        ${stage.from} JOIN matched ON matched.id = r.id
        WHERE ${stage.where} ${behind(stage, cursor)} AND (SELECT found FROM counted) <= ${COUNT_RUNS_UP_TO}::int)`,
    );
  const rows = await tx.$queryRaw<
    { found: number; id: string | null; value: string; rank: RunPlace['rank'] }[]
  >`
    ${ONCE} WITH matched AS MATERIALIZED (
      SELECT r.id FROM runs r WHERE ${selectionSql(selection)} LIMIT ${COUNT_RUNS_UP_TO + 1}::int
    ), counted AS MATERIALIZED (
      SELECT count(*)::int AS found FROM matched
    ), sorted AS (
      ${Prisma.join(parts, ' UNION ALL ')} ORDER BY rank, place LIMIT ${limit}::int
    )
    SELECT found, id, value, rank FROM counted LEFT JOIN sorted ON true ORDER BY rank, place`;
  return {
    found: rows[0]!.found,
    places: rows.flatMap(({ id, value, rank }) => (id === null ? [] : [{ id, value, rank }])),
  };
}

/** Reads stage after stage until there are enough. */
async function readAlongIndexes(tx: Prisma.TransactionClient, query: FindQuery): Promise<RunPlace[]> {
  const { stages, cursor, limit } = query;
  const places: RunPlace[] = [];
  for (const stage of stages) {
    if (cursor !== undefined && stage.rank < cursor.rank) continue;
    if (places.length >= limit) break;
    places.push(...(await readStage(tx, query, stage, limit - places.length)));
  }
  return places;
}

/**
 * The next runs of a stage. First the selection is tested of one run after another in the order, which finds a page
 * soon where many are selected; where they are not among the first, all that are selected are sorted.
 */
async function readStage(
  tx: Prisma.TransactionClient,
  { selection, cursor }: FindQuery,
  stage: OrderStage,
  limit: number,
): Promise<RunPlace[]> {
  const { value, id } = stage;
  const ofStage = Prisma.sql`${stage.where} ${behind(stage, cursor)}`;
  const order = stage.order(value, id);
  const walked = await tx.$queryRaw<{ id: string; value: string }[]>`
    ${ONCE} SELECT r.id, r.sorted_by::text AS value FROM (
      SELECT r.*, ${value} AS sorted_by ${stage.from} WHERE ${ofStage} ORDER BY ${order} LIMIT ${WALK_OVER}::int
    ) AS r
    WHERE ${selectionSql(selection, 'probes')}
    ORDER BY ${stage.order(Prisma.sql`r.sorted_by`, Prisma.sql`r.id`)} LIMIT ${limit}::int`;
  const rows =
    walked.length === limit
      ? walked
      : await tx.$queryRaw<{ id: string; value: string }[]>`
          ${ONCE} SELECT r.id, (${value})::text AS value ${stage.from}
          WHERE ${ofStage} AND ${selectionSql(selection)} ORDER BY ${order} LIMIT ${limit}::int`;
  return rows.map((row) => ({ ...row, rank: stage.rank }));
}

function behind(stage: OrderStage, cursor: RunCursor | undefined): Prisma.Sql {
  return cursor?.rank === stage.rank ? Prisma.sql`AND ${stage.after(cursor)}` : Prisma.empty;
}
