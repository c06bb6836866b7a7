import { z } from 'zod';
import { Id } from './id.ts';
import { WireFloat } from './json.ts';
import { SweepTraining } from './sweep-record.ts';
import { ParamValue, SweepConfig, TrialParams, TrialStatus } from './sweep.ts';

export const TrialError = z.object({
  message: z.string().max(10_000),
  code: z.string().max(100).optional(),
  hint: z.string().max(2_000).optional(),
  /** whether another attempt would fail the same way: bad parameters, and not a lost worker */
  permanent: z.boolean().default(true),
});
export type TrialError = z.infer<typeof TrialError>;

/**
 * Grows with every claim of a trial: what a worker writes is taken only with the token of the last one. A worker that was
 * thought lost and comes back so overwrites nothing.
 */
export const FencingToken = z.int().min(1);

/** A try for a trial; sending it again with the same `requestId` gives the same trial. */
export const ClaimTrialInput = z.object({
  workerId: Id,
  /** left out: any sweep, the oldest first */
  sweepId: Id.optional(),
  requestId: Id,
});

/** What a worker needs to know of a trial's sweep. */
export const ClaimedSweep = z.object({
  id: Id,
  projectId: Id,
  projectName: z.string(),
  name: z.string(),
  config: SweepConfig,
  training: SweepTraining,
});
export type ClaimedSweep = z.infer<typeof ClaimedSweep>;

export const ClaimTrialOutput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('trial'),
    sweep: ClaimedSweep,
    trial: z.object({
      id: Id,
      number: z.int(),
      params: TrialParams,
      /** from 1 */
      attempt: z.int(),
      /** of an attempt before this one, if it had come so far */
      runId: Id.nullable(),
    }),
    token: FencingToken,
    /** the trial is taken away where nothing is heard of the worker for so long (milliseconds) */
    leaseMs: z.int(),
  }),
  /** nothing to do now, but there may be: ask again after so many milliseconds */
  z.object({ kind: z.literal('wait'), retryMs: z.int(), reason: z.string() }),
  /** the sweep that was asked for has ended */
  z.object({ kind: z.literal('done'), reason: z.string() }),
]);
export type ClaimTrialOutput = z.infer<typeof ClaimTrialOutput>;

const HeldTrial = z.object({ trialId: Id, token: FencingToken });

/** The first objective at some steps, rising, each after those reported before; what was reported already is passed over. Renews the lease. */
export const ReportTrialInput = HeldTrial.extend({
  steps: z.array(z.int().min(0)).min(1).max(10_000),
  values: z.array(WireFloat),
}).refine(({ steps, values }) => steps.length === values.length, {
  path: ['values'],
  message: 'steps and values must have one length',
});
export type ReportTrialInput = z.infer<typeof ReportTrialInput>;
/** Whether the trial goes on, ends as pruned, or is no longer wanted at all. */
export const ReportTrialOutput = z.object({ action: z.enum(['continue', 'prune', 'stop']) });
export type ReportTrialOutput = z.infer<typeof ReportTrialOutput>;

/** Renews the lease. */
export const TrialHeartbeatInput = HeldTrial;
export const TrialHeartbeatOutput = z.object({ action: z.enum(['continue', 'stop']) });

/** Says which run records the trial. */
export const AttachRunInput = HeldTrial.extend({ runId: Id });

/** Ends a trial. */
export const FinishTrialInput = HeldTrial.extend({
  status: z.enum(['finished', 'pruned', 'failed']),
  /** one an objective; a trial that finished has them */
  values: z.array(WireFloat).min(1).max(2).optional(),
  error: TrialError.optional(),
  /** all that was reported: whatever the server has lost of it is made good */
  curve: z
    .object({ steps: z.array(z.int().min(0)).max(100_000), values: z.array(WireFloat) })
    .refine(({ steps, values }) => steps.length === values.length, 'steps and values must have one length')
    .optional(),
})
  .refine(({ status, values }) => status !== 'finished' || values !== undefined, {
    path: ['values'],
    message: 'a finished trial has a value for each objective',
  })
  .refine(({ status, error }) => status !== 'failed' || error !== undefined, {
    path: ['error'],
    message: 'a failed trial says why',
  });
export type FinishTrialInput = z.infer<typeof FinishTrialInput>;
/** How the trial ended: not as asked where it had ended before, for example because its sweep was stopped. */
export const FinishTrialOutput = z.object({ status: TrialStatus });

/** Hands a trial back that another worker may then take; the attempt is not counted. */
export const ReleaseTrialInput = HeldTrial;

export const ListTrialsInput = z.object({
  id: Id,
  /** the `cursor` of the answer before: only what changed since, some of it perhaps twice */
  after: z.string().max(50).nullish(),
  /** whether what was reported on the way is wanted */
  curves: z.boolean().default(true),
});

/** Trials of a sweep in columns of one length, by their numbers. Times are Unix milliseconds. */
export const TrialColumns = z.object({
  cursor: z.string(),
  ids: z.array(Id),
  numbers: z.array(z.int()),
  statuses: z.array(TrialStatus),
  attempts: z.array(z.int()),
  /** by parameter; `null` where a trial does not have it */
  params: z.record(z.string(), z.array(ParamValue.nullable())),
  /** by objective, `[objectives][n]`; `null` where a trial has none */
  values: z.array(z.array(WireFloat.nullable())),
  /** of the last attempt */
  workerIds: z.array(Id.nullable()),
  runIds: z.array(Id.nullable()),
  startedAt: z.array(z.number().nullable()),
  endedAt: z.array(z.number().nullable()),
  /** how many reports each trial has */
  reportCounts: z.array(z.int()),
  /** of all trials one after the other, as many each as `reportCounts` says: int32, little-endian, as base64; empty where not asked for */
  steps: z.base64(),
  /** float64, little-endian, as base64 */
  reports: z.base64(),
  /** of those that failed */
  errors: z.array(z.object({ number: z.int(), error: TrialError })),
});
export type TrialColumns = z.infer<typeof TrialColumns>;
