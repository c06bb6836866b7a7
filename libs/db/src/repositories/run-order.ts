import { type RunSort } from '@bestiary/contracts/run';
import { Prisma } from '../generated/client.ts';
import { type RunCursor } from './run-cursor.ts';

/** How rows are ordered: rank first (values, then NaN, then none), then value, then id. */
export type RunOrder = {
  /** joined to `runs` as r, `projects` as p, `datasets` as d */
  join: Prisma.Sql;
  rank: Prisma.Sql;
  value: Prisma.Sql;
  orderBy: Prisma.Sql;
  /** true of the rows behind the cursor */
  after(cursor: RunCursor): Prisma.Sql;
};

/** @param asOf the time until which a running run has lasted, ISO */
export function runOrder(sort: RunSort, asOf: string): RunOrder {
  const { join = Prisma.empty, expression, type, nullable, nan } = column(sort, asOf);
  const direction = sort.direction === 'asc' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const beyond = sort.direction === 'asc' ? Prisma.sql`>` : Prisma.sql`<`;
  const rank = nan
    ? Prisma.sql`(CASE WHEN ${expression} IS NULL THEN 2 WHEN ${expression} = 'NaN' THEN 1 ELSE 0 END)`
    : nullable
      ? Prisma.sql`(CASE WHEN ${expression} IS NULL THEN 2 ELSE 0 END)`
      : Prisma.sql`0`;
  const orderBy =
    nullable || nan
      ? Prisma.sql`${rank}, ${expression} ${direction}, r.id ${direction}`
      : Prisma.sql`${expression} ${direction}, r.id ${direction}`;
  return {
    join,
    rank,
    value: Prisma.sql`coalesce((${expression})::text, '')`,
    orderBy,
    after: ({ rank: r, value, id }) => {
      const behind =
        r === 0
          ? Prisma.sql`(${expression}, r.id) ${beyond} (${value}::${type}, ${id}::uuid)`
          : Prisma.sql`r.id ${beyond} ${id}::uuid`;
      if (!nullable && !nan) return behind;
      return Prisma.sql`(${rank} > ${r}::int OR (${rank} = ${r}::int AND ${behind}))`;
    },
  };
}

type Column = {
  expression: Prisma.Sql;
  type: Prisma.Sql;
  nullable: boolean;
  nan: boolean;
  join?: Prisma.Sql;
};

function column({ by }: RunSort, asOf: string): Column {
  const text = { type: Prisma.sql`text`, nan: false };
  const time = { type: Prisma.sql`timestamptz`, nan: false };
  switch (by) {
    case 'name':
      return { expression: Prisma.sql`lower(r.name)`, ...text, nullable: false };
    case 'status':
      return { expression: Prisma.sql`r.status::text`, ...text, nullable: false };
    case 'dataset':
      return { expression: Prisma.sql`lower(d.name)`, ...text, nullable: true };
    case 'createdAt':
      return { expression: Prisma.sql`r.created_at`, ...time, nullable: false };
    case 'startedAt':
      return { expression: Prisma.sql`r.started_at`, ...time, nullable: true };
    case 'duration':
      return {
        expression: Prisma.sql`extract(epoch FROM coalesce(r.ended_at, ${asOf}::timestamptz) - r.started_at)`,
        type: Prisma.sql`numeric`,
        nullable: true,
        nan: false,
      };
    default:
      return {
        join: Prisma.sql`LEFT JOIN series AS sorted ON sorted.run_id = r.id AND sorted.key = ${by.slice('metrics.'.length)}`,
        expression: Prisma.sql`sorted.last`,
        type: Prisma.sql`float8`,
        nullable: true,
        nan: true,
      };
  }
}
