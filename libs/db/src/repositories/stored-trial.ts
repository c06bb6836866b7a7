import { type WireFloat } from '@bestiary/contracts/json';
import { type TrialParams, type TrialStatus } from '@bestiary/contracts/sweep';
import { type TrialError } from '@bestiary/contracts/trial';
import { Prisma } from '../generated/client.ts';

/** A trial's row as one JSON array, in the order of {@link TRIAL_JSON}: ten thousand of them name no column each. */
export type StoredTrial = [
  id: string,
  number: number,
  params: TrialParams,
  status: TrialStatus,
  attempt: number,
  token: number,
  workerId: string | null,
  requestId: string | null,
  /** milliseconds until its lease ends, by the database's clock; negative after it */
  leaseLeft: number | null,
  runId: string | null,
  values: WireFloat[] | null,
  error: TrialError | null,
  steps: number[],
  reports: WireFloat[],
  /** Unix milliseconds, as the next */
  startedAt: number | null,
  endedAt: number | null,
  /** the transaction that wrote it last */
  changed: number,
  retried: boolean,
];

/** Of the row `t`. JSON writes NaN and infinity as words, as the wire does. */
export const TRIAL_JSON = Prisma.sql`json_build_array(t.id, t.number, t.params, t.status, t.attempt, t.token, t.worker_id,
  t.request_id, (extract(epoch FROM t.lease_until - now()) * 1000)::bigint, t.run_id, t.values, t.error, t.steps, t.reports,
  (extract(epoch FROM t.started_at) * 1000)::bigint, (extract(epoch FROM t.ended_at) * 1000)::bigint, t.changed,
  t.status = 'failed' AND EXISTS (SELECT FROM trials r WHERE r.retry_of = t.id))`;

/** In a SET: which transaction wrote the row. */
export const CHANGED = Prisma.sql`changed = pg_current_xact_id()::text::bigint`;
