import { type RunChange } from '@bestiary/contracts/run';
import { type SweepChange } from '@bestiary/contracts/sweep-record';
import { Prisma } from './generated/client.ts';

/** Steps of one series that a batch wrote: all of them lie in `first`..`last`. */
export type WrittenSteps = { key: string; first: number; last: number };

type Announced = {
  /**
   * Resume here: a transaction id. Every write whose transaction id is smaller was announced before this one, because
   * it had ended when this one began, and Postgres announces in the order of commits.
   */
  since: string;
};

/** What one committed write changed of a run. */
export type RunWrite = RunChange &
  Announced & {
    /** kind `metrics`: what was written; left out where it would not fit into an announcement (8,000 bytes) */
    steps?: WrittenSteps[];
  };

/** … of a sweep. */
export type SweepWrite = SweepChange & Announced;

export type Change = RunWrite | SweepWrite;

export const CHANGE_CHANNEL = 'bestiary_change';
const MAX_STEPS_BYTES = 7_000;

/** The transaction id below which every transaction had ended when the statement began. */
export const SINCE = Prisma.sql`pg_snapshot_xmin(pg_current_snapshot())::text`;

/**
 * An SQL expression that announces a change to every process on the database when the transaction commits. It must
 * stand where it is evaluated: in the outermost SELECT, not in a CTE that nothing reads.
 */
export function announce(change: RunChange, steps?: readonly WrittenSteps[]): Prisma.Sql {
  const withSteps = JSON.stringify({ ...change, steps });
  const payload = Buffer.byteLength(withSteps) <= MAX_STEPS_BYTES ? withSteps : JSON.stringify(change);
  return Prisma.sql`pg_notify(${CHANGE_CHANNEL}, (${payload}::jsonb || jsonb_build_object('since', ${SINCE}))::text)::text`;
}

/** As {@link announce}, for the sweep in the column `id` of the rows at hand. */
export function announceSweep(id: Prisma.Sql, kind: SweepChange['kind']): Prisma.Sql {
  return Prisma.sql`pg_notify(${CHANGE_CHANNEL}, jsonb_build_object('sweepId', ${id}, 'kind', ${kind}::text, 'since', ${SINCE})::text)::text`;
}

/** As {@link announce}, for the run in the column `id` of the rows at hand. */
export function announceRow(id: Prisma.Sql, kind: RunChange['kind']): Prisma.Sql {
  return Prisma.sql`pg_notify(${CHANGE_CHANNEL}, jsonb_build_object('runId', ${id}, 'kind', ${kind}::text, 'since', ${SINCE})::text)::text`;
}
