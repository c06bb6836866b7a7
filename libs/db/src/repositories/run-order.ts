import { type RunSort } from '@bestiary/contracts/run';
import { fieldOfColumn, type RunKeyField } from '@bestiary/contracts/run-search';
import { Prisma } from '../generated/client.ts';
import { type RunCursor } from './run-cursor.ts';
import { seriesColumn } from './series-column.ts';

/**
 * Rows of one kind, all of which come before those of the next stage: values, then what cannot be compared with them
 * (NaN, texts among numbers), then runs without a value. Each is read in the order of an index, so a page costs what is
 * on it, wherever it is.
 */
export type OrderStage = {
  rank: RunCursor['rank'];
  /** with `runs` as r */
  from: Prisma.Sql;
  where: Prisma.Sql;
  /** what is sorted by, '' where that is the run's id alone; as text `after` reads it back exactly */
  value: Prisma.Sql;
  /** the run's id, where an index has it beside the value */
  id: Prisma.Sql;
  /** the order by a value and an id */
  order(value: Prisma.Sql, id: Prisma.Sql): Prisma.Sql;
  /** true of the rows behind the cursor, which is one of this stage */
  after(cursor: RunCursor): Prisma.Sql;
};

/** @param asOf the time until which a running run has lasted, ISO */
export function runOrder(sort: RunSort, asOf: string): OrderStage[] {
  const column = (expression: Prisma.Sql, type: Prisma.Sql, from = RUNS) => ({ expression, type, from });
  const stages = (c: ReturnType<typeof column>) => [
    byValue(sort, { rank: 0, ...c, where: Prisma.sql`${c.expression} IS NOT NULL` }),
    byId(sort, { rank: 2, from: RUNS, where: Prisma.sql`${c.expression} IS NULL` }),
  ];
  switch (sort.by) {
    case 'name':
      return [byValue(sort, { rank: 0, ...column(Prisma.sql`r.sort_name`, TEXT), where: TRUE })];
    case 'status':
      return [
        byValue(sort, { rank: 0, ...column(Prisma.sql`r.status`, Prisma.sql`run_status`), where: TRUE }),
      ];
    case 'createdAt':
      return [byValue(sort, { rank: 0, ...column(Prisma.sql`r.created_at`, TIME), where: TRUE })];
    case 'startedAt':
      return stages(column(Prisma.sql`r.started_at`, TIME));
    case 'endedAt':
      return stages(column(Prisma.sql`r.ended_at`, TIME));
    case 'duration':
      return stages(
        column(
          Prisma.sql`extract(epoch FROM coalesce(r.ended_at, ${asOf}::timestamptz) - r.started_at)`,
          Prisma.sql`numeric`,
        ),
      );
    case 'project': {
      const from = Prisma.sql`FROM runs r JOIN projects p ON p.id = r.project_id`;
      return [byValue(sort, { rank: 0, ...column(Prisma.sql`lower(p.name)`, TEXT, from), where: TRUE })];
    }
    case 'dataset': {
      const from = Prisma.sql`FROM runs r JOIN datasets d ON d.id = r.dataset_id`;
      return [
        byValue(sort, { rank: 0, ...column(Prisma.sql`lower(d.name)`, TEXT, from), where: TRUE }),
        byId(sort, { rank: 2, from: RUNS, where: Prisma.sql`r.dataset_id IS NULL` }),
      ];
    }
    default:
      return byKey(sort, fieldOfColumn(sort.by));
  }
}

const RUNS = Prisma.sql`FROM runs r`;
const TRUE = Prisma.sql`true`;
const TEXT = Prisma.sql`text`;
const TIME = Prisma.sql`timestamptz`;
const FLOAT = Prisma.sql`float8`;

function byKey(sort: RunSort, field: RunKeyField): OrderStage[] {
  const { key } = field;
  const joined = (table: Prisma.Sql) => Prisma.sql`FROM ${table} AS o JOIN runs r ON r.id = o.run_id`;
  const lacking = (table: Prisma.Sql, has = TRUE) =>
    byId(sort, {
      rank: 2,
      from: RUNS,
      where: Prisma.sql`NOT EXISTS (SELECT FROM ${table} AS o WHERE o.run_id = r.id AND o.key = ${key} AND ${has})`,
    });
  const id = Prisma.sql`o.run_id`;
  switch (field.kind) {
    case 'metric': {
      const table = Prisma.sql`series`;
      const value = Prisma.sql`o.${seriesColumn(field)}`;
      const numbers = { rank: 0, from: joined(table), expression: value, type: FLOAT, id } as const;
      if (field.aggregate === 'last') {
        return [
          byValue(sort, { ...numbers, where: Prisma.sql`o.key = ${key} AND ${value} < 'NaN'` }),
          byId(sort, {
            rank: 1,
            from: joined(table),
            where: Prisma.sql`o.key = ${key} AND ${value} = 'NaN'`,
            id,
          }),
          lacking(table),
        ];
      }
      return [
        byValue(sort, { ...numbers, where: Prisma.sql`o.key = ${key} AND ${value} IS NOT NULL` }),
        lacking(table, Prisma.sql`${value} IS NOT NULL`),
      ];
    }
    case 'param': {
      const table = Prisma.sql`params`;
      const from = joined(table);
      return [
        byValue(sort, {
          rank: 0,
          from,
          where: Prisma.sql`o.key = ${key} AND o.number IS NOT NULL`,
          expression: Prisma.sql`o.number`,
          type: FLOAT,
          id,
        }),
        byValue(sort, {
          rank: 1,
          from,
          where: Prisma.sql`o.key = ${key} AND o.number IS NULL`,
          expression: Prisma.sql`o.prefix`,
          type: TEXT,
          id,
        }),
        lacking(table),
      ];
    }
    case 'tag': {
      const table = Prisma.sql`tags`;
      return [
        byValue(sort, {
          rank: 0,
          from: joined(table),
          where: Prisma.sql`o.key = ${key}`,
          expression: Prisma.sql`o.prefix`,
          type: TEXT,
          id,
        }),
        lacking(table),
      ];
    }
  }
}

type Stage = Pick<OrderStage, 'rank' | 'from' | 'where'> & Partial<Pick<OrderStage, 'id'>>;
const RUN_ID = Prisma.sql`r.id`;

function byValue(
  { direction }: RunSort,
  { expression, type, id = RUN_ID, ...stage }: Stage & { expression: Prisma.Sql; type: Prisma.Sql },
): OrderStage {
  const sign = SQL_DIRECTION[direction];
  return {
    ...stage,
    id,
    value: expression,
    order: (value, runId) => Prisma.sql`${value} ${sign}, ${runId} ${sign}`,
    after: (cursor) =>
      Prisma.sql`(${expression}, ${id}) ${BEYOND[direction]} (${cursor.value}::text::${type}, ${cursor.id}::uuid)`,
  };
}

function byId({ direction }: RunSort, { id = RUN_ID, ...stage }: Stage): OrderStage {
  return {
    ...stage,
    id,
    value: Prisma.sql`''`,
    order: (_value, runId) => Prisma.sql`${runId} ${SQL_DIRECTION[direction]}`,
    after: (cursor) => Prisma.sql`${id} ${BEYOND[direction]} ${cursor.id}::uuid`,
  };
}

const SQL_DIRECTION = { asc: Prisma.sql`ASC`, desc: Prisma.sql`DESC` };
const BEYOND = { asc: Prisma.sql`>`, desc: Prisma.sql`<` };
