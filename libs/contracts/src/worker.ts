import { z } from 'zod';
import { Id } from './id.ts';

/** `draining`: takes no more trials and ends those it has. `gone`: nothing was heard of it for {@link WORKER_GONE_AFTER_MS}. */
export const WORKER_STATUSES = ['active', 'draining', 'stopped', 'gone'] as const;
export const WorkerStatus = z.enum(WORKER_STATUSES);
export type WorkerStatus = z.infer<typeof WorkerStatus>;

/** A worker is heard of this often (milliseconds). */
export const WORKER_HEARTBEAT_MS = 5_000;
export const WORKER_GONE_AFTER_MS = 30_000;

/** Repeatable: a worker says it again after the server did not know it. */
export const RegisterWorkerInput = z.object({
  id: Id,
  host: z.string().min(1).max(255),
  pid: z.int().min(0),
  /** `tensorflow` or `wasm` */
  backend: z.string().max(100),
  version: z.string().max(100),
  /** left out: it works on any sweep */
  sweepId: Id.optional(),
});
export type NewWorker = z.infer<typeof RegisterWorkerInput>;

export const WorkerHeartbeatInput = z.object({
  id: Id,
  /** what it works on now: their leases are renewed */
  trialIds: z.array(Id).max(1_000),
  draining: z.boolean().default(false),
});
/** Which of these trials are no longer the worker's: what it does for them is in vain. */
export const WorkerHeartbeatOutput = z.object({ stop: z.array(Id) });

export const LeaveWorkerInput = z.object({
  id: Id,
  /** why it takes no more trials; for people */
  reason: z.string().max(2_000),
});

export const ListWorkersInput = z.object({
  /** those that work or worked on this sweep */
  sweepId: Id.optional(),
  limit: z.int().min(1).max(1_000).default(500),
});

export const Worker = z.object({
  id: Id,
  host: z.string(),
  pid: z.int(),
  backend: z.string(),
  version: z.string(),
  sweepId: Id.nullable(),
  status: WorkerStatus,
  /** what it works on now */
  trials: z.array(z.object({ id: Id, sweepId: Id, number: z.int() })),
  /** trials that it has ended, pruned ones included */
  finished: z.int(),
  failed: z.int(),
  /** over the last five minutes, or as long as it has been there */
  trialsPerMinute: z.number(),
  /** why it takes no more trials */
  reason: z.string().nullable(),
  startedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
});
export type Worker = z.infer<typeof Worker>;
/** Those heard of last first. */
export const ListWorkersOutput = z.array(Worker);
