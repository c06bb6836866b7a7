import { z } from 'zod';
import { Id } from './id.ts';
import { WireFloat } from './json.ts';
import { Name } from './project.ts';
import { SweepConfig, TrialParams, TrialStatus } from './sweep.ts';

export const SWEEP_STATUSES = ['running', 'paused', 'finished', 'stopped', 'failed'] as const;
export const SweepStatus = z.enum(SWEEP_STATUSES);
export type SweepStatus = z.infer<typeof SweepStatus>;

/**
 * Which status may follow which. A sweep that has ended goes on where it is given more to do: a larger budget, points, or its
 * failed trials once more. Its trials never change back.
 */
export const SWEEP_TRANSITIONS: Readonly<Record<SweepStatus, readonly SweepStatus[]>> = {
  running: ['paused', 'finished', 'stopped', 'failed'],
  paused: ['running', 'finished', 'stopped', 'failed'],
  finished: ['running'],
  stopped: ['running'],
  failed: ['running'],
};

/** What every trial of a sweep has, and how trials are run. */
export const SweepTraining = z.strictObject({
  /** options of a training by the names of its configuration file; `data` is a folder as every worker sees it, or a data set */
  args: TrialParams.default({}),
  dataset: z.object({ id: Id, name: z.string() }).optional(),
  /** share of the images that no trial sees, taken by class and by the sweep's seed: the best are judged on them at the end */
  holdout: z.number().gt(0).lt(0.9).optional(),
  /** so often a trial is begun before it counts as failed, where its workers are lost */
  maxAttempts: z.int().min(1).max(100).default(3),
  /** a sweep fails where a greater share of its ended trials failed, once ten have ended */
  maxFailureShare: z.number().min(0).max(1).default(0.5),
  /** a worker stops taking trials after so many fast failures in a row */
  workerMaxFailures: z.int().min(1).max(1_000).default(5),
  /** a worker that has not been heard of for so long has lost its trial */
  leaseSeconds: z.int().min(1).max(3_600).default(60),
});
export type SweepTraining = z.infer<typeof SweepTraining>;

/** A sweep fails by its share of failed trials no earlier than after so many ended ones. */
export const MIN_TRIALS_FOR_FAILURE_SHARE = 10;

/** Runs that the sampler learns from: all finished ones of the sweep's project that fit its space, or some. */
export const WarmStart = z.union([
  z.object({ fromProject: z.literal(true) }),
  z.object({ runIds: z.array(Id).min(1).max(1_000) }),
]);
export type WarmStart = z.infer<typeof WarmStart>;

/** Makes a sweep, running from the start, and the project if its name is new. Repeating it changes nothing. */
export const CreateSweepInput = z.object({
  id: Id,
  project: Name,
  /** left out: that of the config, else one is made up */
  name: Name.optional(),
  config: SweepConfig,
  training: SweepTraining.prefault({}),
  warmStart: WarmStart.optional(),
});
export type CreateSweepInput = z.input<typeof CreateSweepInput>;
export type NewSweep = z.output<typeof CreateSweepInput>;

/** How many trials stand where. */
export const TrialCounts = z.record(TrialStatus, z.int());
export type TrialCounts = z.infer<typeof TrialCounts>;

/** A trial that none is better than. */
export const BestTrial = z.object({
  id: Id,
  number: z.int(),
  runId: Id.nullable(),
  params: TrialParams,
  values: z.array(WireFloat),
});
export type BestTrial = z.infer<typeof BestTrial>;

/** Which bound of its budget ended a sweep. */
export const SpentBudget = z.enum(['trials', 'seconds', 'plateau']);
export type SpentBudget = z.infer<typeof SpentBudget>;

export const Sweep = z.object({
  id: Id,
  projectId: Id,
  projectName: z.string(),
  name: z.string(),
  status: SweepStatus,
  /** why it has this status, where that is not plain */
  statusReason: z.string().nullable(),
  config: SweepConfig,
  training: SweepTraining,
  /** how many earlier runs its sampler learns from */
  warmStarted: z.int(),
  counts: TrialCounts,
  /** of one objective the best trial, of two those that none dominates, by their numbers; empty before the first that finished */
  best: z.array(BestTrial),
  spent: SpentBudget.nullable(),
  /** what was trained from it with the best parameters on all data */
  finalRunId: Id.nullable(),
  createdAt: z.iso.datetime(),
  /** when its first trial began */
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
});
export type Sweep = z.infer<typeof Sweep>;

export const ListSweepsInput = z.object({
  projectId: Id.optional(),
  statuses: z.array(SweepStatus).optional(),
  limit: z.int().min(1).max(200).default(50),
  /** opaque; from the page before */
  cursor: z.string().max(200).nullish(),
});
export type SweepQuery = z.output<typeof ListSweepsInput>;
/** The newest first. */
export const ListSweepsOutput = z.object({ sweeps: z.array(Sweep), nextCursor: z.string().nullable() });
export type SweepPage = z.infer<typeof ListSweepsOutput>;

export const SweepIdInput = z.object({ id: Id });
export const SweepStatusOutput = z.object({ status: SweepStatus });

/** Trades a sweep's budget for a larger one; one that has ended goes on. */
export const ExtendSweepInput = z.object({ id: Id, budget: SweepConfig.shape.budget });

/** Points that are tried next; what they leave out is chosen at random. `ids` are those of the new trials, one a point. */
export const EnqueueInput = z
  .object({ id: Id, points: z.array(TrialParams).min(1).max(1_000), ids: z.array(Id) })
  .refine(({ points, ids }) => points.length === ids.length, {
    path: ['ids'],
    message: 'each point takes an id',
  });
/** How many trials were added. */
export const AddedTrials = z.object({ trials: z.int() });

/** Says which run was trained from a sweep's best trial. */
export const FinalizedInput = z.object({ id: Id, runId: Id });

/** What is wrong with a sweep's description, and where in its text, from 1. */
export const PlacedSweepIssue = z.object({
  path: z.array(z.union([z.string(), z.number()])),
  message: z.string(),
  line: z.int(),
  column: z.int(),
});
export const CheckSweepInput = z.object({ text: z.string().max(1_000_000) });
export const CheckSweepOutput = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), config: SweepConfig }),
  z.object({ ok: z.literal(false), issues: z.array(PlacedSweepIssue) }),
]);
export type SweepCheckResult = z.infer<typeof CheckSweepOutput>;

export const PreviewSweepInput = z.object({ config: SweepConfig, count: z.int().min(1).max(50).default(20) });
/** The first trials as they would be if none told anything; `gridSize` only of a grid. */
export const PreviewSweepOutput = z.object({
  points: z.array(TrialParams),
  gridSize: z.int().nullable(),
});
export type SweepPreview = z.infer<typeof PreviewSweepOutput>;

/** What a live view is told; it then asks again for what it shows. */
export const SweepChange = z.object({
  sweepId: Id,
  kind: z.enum(['created', 'status', 'trials']),
});
export type SweepChange = z.infer<typeof SweepChange>;
