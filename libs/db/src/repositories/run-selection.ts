import { COUNT_RUNS_UP_TO, type RunCount, type RunSelection } from '@bestiary/contracts/run';
import { ONCE } from '../database.ts';
import { Prisma } from '../generated/client.ts';
import { conditionSql, type ConditionTest, wordSql } from './run-condition.ts';
import { type RunCursor } from './run-cursor.ts';
import { type OrderStage } from './run-order.ts';

const MAX_WORDS = 20;

/** Where a run stands in an order. */
export type RunPlace = Pick<RunCursor, 'rank' | 'value' | 'id'>;

/** True of the runs of a selection, with `runs` as r. */
export function selectionSql(selection: RunSelection, by: ConditionTest = 'sets'): Prisma.Sql {
  if (!selection.topLevel) return ownSelectionSql(selection, by);
  const shelf = SHELVES[selection.shelf];
  // within a bracket r is another run
  return Prisma.sql`${shelf}
    AND (r.parent_id IS NULL OR r.parent_id NOT IN (SELECT r.id FROM runs r WHERE ${shelf}))
    AND (${ownSelectionSql(selection, by)}
      OR r.id IN (SELECT r.parent_id FROM runs r WHERE ${ownSelectionSql(selection, 'sets')}))`;
}

/** As {@link selectionSql}, whoever made the runs. */
function ownSelectionSql(
  { projectId, parentId, text, statuses, shelf, condition }: RunSelection,
  by: ConditionTest,
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

/** Whether nothing is searched for: what is selected is known from indexes of runs, and counted soon. */
function isPlain({ text, condition, topLevel }: RunSelection): boolean {
  return !topLevel && !text?.trim() && condition === undefined;
}

const SHELVES = {
  active: Prisma.sql`r.deleted_at IS NULL AND r.archived_at IS NULL`,
  archived: Prisma.sql`r.deleted_at IS NULL AND r.archived_at IS NOT NULL`,
  trash: Prisma.sql`r.deleted_at IS NOT NULL`,
};

export type FoundRuns = RunCount & { places: RunPlace[] };

/**
 * So many runs of a stage are looked at one after another: first some, and more where those let expect a page among
 * them.
 */
const WALKS = [250, 2_500] as const;
/** So many times as many as are wanted must be expected. */
const LIKELY = 1.5;

type FindQuery = {
  stages: readonly OrderStage[];
  selection: RunSelection;
  cursor: RunCursor | undefined;
  /** how many runs, at most */
  limit: number;
};

/**
 * The next runs of a selection in an order.
 *
 * Which way is fast depends on how many are selected, and the planner's guess is often wrong by orders of magnitude
 * (it takes a key and its values for independent). So the order is walked along its index first, and the selection
 * tested of each run by itself: of many, enough for a page are among the first. Only where they are not is the whole
 * selection found and sorted. It is counted on the way where that costs little.
 */
export async function findRuns(tx: Prisma.TransactionClient, query: FindQuery): Promise<FoundRuns> {
  const { cursor, selection, limit } = query;
  let counted: RunCount | undefined;
  if (cursor !== undefined) counted = { total: cursor.total, totalIsExact: cursor.totalIsExact };
  else if (isPlain(selection)) counted = await countRuns(tx, selection);
  const places = await walkStages(tx, query);
  if (places === undefined) return { ...(await sortAll(tx, query)), ...counted };
  const seen = { total: Math.min(places.length, limit - 1), totalIsExact: places.length < limit };
  return { places, ...(counted ?? seen) };
}

export async function countRuns(tx: Prisma.TransactionClient, selection: RunSelection): Promise<RunCount> {
  const found = await countSql(
    tx,
    Prisma.sql`runs r WHERE ${selectionSql(selection)} LIMIT ${COUNT_RUNS_UP_TO + 1}::int`,
  );
  return { total: Math.min(found, COUNT_RUNS_UP_TO), totalIsExact: found <= COUNT_RUNS_UP_TO };
}

async function countSql(tx: Prisma.TransactionClient, from: Prisma.Sql): Promise<number> {
  const [row] = await tx.$queryRaw<{ found: number }[]>`
    ${ONCE} SELECT count(*)::int AS found FROM (SELECT FROM ${from}) AS counted`;
  return row!.found;
}

/** The next runs, found by looking at the first of each stage; undefined where they are not among those. */
async function walkStages(
  tx: Prisma.TransactionClient,
  { stages, selection, cursor, limit }: FindQuery,
): Promise<RunPlace[] | undefined> {
  const selected = selectionSql(selection, 'probes');
  const places: RunPlace[] = [];
  for (const stage of remaining(stages, cursor)) {
    const rows = await walk(tx, stage, { selected, cursor, limit: limit - places.length });
    if (rows === undefined) return undefined;
    places.push(...rows);
    if (places.length >= limit) break;
  }
  return places;
}

/** The next runs of a stage; undefined where it has more, and too few are among the first. */
async function walk(
  tx: Prisma.TransactionClient,
  stage: OrderStage,
  { selected, cursor, limit }: { selected: Prisma.Sql; cursor: RunCursor | undefined; limit: number },
): Promise<RunPlace[] | undefined> {
  const { value, id, rank } = stage;
  const ofStage = Prisma.sql`${stage.from} WHERE ${stage.where} ${behind(stage, cursor)}`;
  for (const over of WALKS) {
    const rows = await tx.$queryRaw<{ id: string; value: string }[]>`
      ${ONCE} SELECT r.id, r.sorted_by::text AS value FROM (
        SELECT r.*, ${value} AS sorted_by ${ofStage} ORDER BY ${stage.order(value, id)} LIMIT ${over}::int
      ) AS r
      WHERE ${selected}
      ORDER BY ${stage.order(Prisma.sql`r.sorted_by`, Prisma.sql`r.id`)} LIMIT ${limit}::int`;
    const places = rows.map((row) => ({ ...row, rank }));
    if (rows.length >= limit) return places;
    const isWhole = (await countSql(tx, Prisma.sql`(SELECT ${ofStage} LIMIT ${over}::int) AS walked`)) < over;
    if (isWhole) return places;
    if ((rows.length * WALKS[1]) / over < LIKELY * limit) return undefined;
  }
  return undefined;
}

/** Finds all that is selected, counts it, and sorts what is behind the cursor. */
async function sortAll(
  tx: Prisma.TransactionClient,
  { stages, selection, cursor, limit }: FindQuery,
): Promise<FoundRuns> {
  const parts = remaining(stages, cursor).map((stage, i) => {
    const name = Prisma.raw(`stage_${i}`);
    const before = Array.from({ length: i }, (_, j) => Prisma.raw(`(SELECT count(*) FROM stage_${j})`));
    const isWanted = i === 0 ? Prisma.empty : Prisma.sql`AND ${Prisma.join(before, ' + ')} < ${limit}::int`;
    const sql = Prisma.sql`${name} AS MATERIALIZED (
      SELECT id, sorted_by::text AS value, ${stage.rank}::int AS rank,
        row_number() OVER (ORDER BY ${stage.order(Prisma.sql`sorted_by`, Prisma.sql`id`)}) AS place
      FROM (
        SELECT r.id, ${stage.value} AS sorted_by ${stage.from} JOIN matched ON matched.id = r.id
        WHERE ${stage.where} ${behind(stage, cursor)} ${isWanted}
        ORDER BY ${stage.order(stage.value, stage.id)} LIMIT ${limit}::int
      ) AS first_of_stage)`;
    return { name, sql };
  });
  const [row] = await tx.$queryRaw<{ found: number; places: RunPlace[] | null }[]>`
    ${ONCE} WITH matched AS MATERIALIZED (SELECT r.id FROM runs r WHERE ${selectionSql(selection)}),
      ${Prisma.join(parts.map(({ sql }) => sql))},
      sorted AS (
        ${Prisma.join(
          parts.map(({ name }) => Prisma.sql`SELECT * FROM ${name}`),
          ' UNION ALL ',
        )} ORDER BY rank, place LIMIT ${limit}::int)
    SELECT (SELECT count(*)::int FROM matched) AS found,
      (SELECT json_agg(json_build_object('id', id, 'value', value, 'rank', rank) ORDER BY rank, place) FROM sorted) AS places`;
  return { places: row!.places ?? [], total: row!.found, totalIsExact: true };
}

function remaining(stages: readonly OrderStage[], cursor: RunCursor | undefined): OrderStage[] {
  return stages.filter((stage) => cursor === undefined || stage.rank >= cursor.rank);
}

function behind(stage: OrderStage, cursor: RunCursor | undefined): Prisma.Sql {
  return cursor?.rank === stage.rank ? Prisma.sql`AND ${stage.after(cursor)}` : Prisma.empty;
}
