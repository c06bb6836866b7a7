import { z } from 'zod';
import { Id, Sha256 } from './id.ts';
import { Json, WireFloat } from './json.ts';
import { Name } from './project.ts';
import { type RunCondition, RunKeyColumn, SearchText } from './run-search.ts';

export const RUN_STATUSES = ['queued', 'running', 'finished', 'failed', 'cancelled', 'lost'] as const;
export const RunStatus = z.enum(RUN_STATUSES);
export type RunStatus = z.infer<typeof RunStatus>;

/**
 * Which status may follow which. `finished`, `failed` and `cancelled` are terminal. `lost` means that no heartbeat
 * came for `LOST_AFTER_MS`; a run may come back from it. The database enforces this table in the WHERE of its UPDATE.
 */
export const RUN_TRANSITIONS: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  queued: ['running', 'cancelled', 'failed'],
  running: ['finished', 'failed', 'cancelled', 'lost'],
  lost: ['running', 'finished', 'failed', 'cancelled'],
  finished: [],
  failed: [],
  cancelled: [],
};

export const TERMINAL_RUN_STATUSES: readonly RunStatus[] = RUN_STATUSES.filter(
  (s) => RUN_TRANSITIONS[s].length === 0,
);

/** The statuses from which `to` may be entered. */
export function statusesBefore(to: RunStatus): RunStatus[] {
  return RUN_STATUSES.filter((from) => RUN_TRANSITIONS[from].includes(to));
}

/** A client sends a heartbeat this often (milliseconds). */
export const HEARTBEAT_EVERY_MS = 5_000;
/** A running run without a heartbeat for this long is `lost` (milliseconds). */
export const LOST_AFTER_MS = 60_000;

/** A hyperparameter: its value is any JSON scalar, list or object; numbers compare as numbers. */
export const Params = z.record(z.string().min(1).max(250), Json);
export type Params = z.infer<typeof Params>;

export const Tags = z.record(z.string().min(1).max(250), z.string().max(5_000));
export type Tags = z.infer<typeof Tags>;

/** Where a run happened. All optional: what could not be found out is left out. */
export const Environment = z.object({
  backend: z.string().optional(), // 'tensorflow' (native) or 'wasm'
  bestiaryVersion: z.string().optional(),
  nodeVersion: z.string().optional(),
  tensorflowVersion: z.string().optional(),
  platform: z.string().optional(), // 'linux x64'
  cpu: z.string().optional(),
  cpuCount: z.int().optional(),
  memoryBytes: z.number().optional(),
  hostname: z.string().optional(),
  gitCommit: z.string().optional(),
  gitBranch: z.string().optional(),
  gitDirty: z.boolean().optional(),
  command: z.string().optional(), // the command line, secrets left out
  /** Which backbone weights were used: one line for people, and the hash that the feature cache goes by. */
  weights: z
    .object({ source: z.enum(['file', 'cache', 'download', 'bundled']), name: z.string(), sha256: Sha256 })
    .optional(),
});
export type Environment = z.infer<typeof Environment>;

export const RunError = z.object({
  message: z.string(),
  code: z.string().optional(),
  hint: z.string().optional(),
  stack: z.string().optional(),
});
export type RunError = z.infer<typeof RunError>;

/** How far a run is: `done` of `total` units (`epoch`, `image`), and what it does now. */
export const RunProgress = z.object({
  phase: z.string().max(40),
  done: z.number().min(0),
  total: z.number().min(0),
  unit: z.string().max(20),
});
export type RunProgress = z.infer<typeof RunProgress>;

export const CreateRunInput = z.object({
  id: Id,
  projectId: Id,
  name: Name,
  status: z.enum(['queued', 'running']).default('running'),
  parentId: Id.optional(),
  seed: z.int().optional(),
  datasetId: Id.optional(),
  params: Params.default({}),
  tags: Tags.default({}),
  environment: Environment.default({}),
  startedAt: z.iso.datetime().optional(),
});
export type CreateRunInput = z.input<typeof CreateRunInput>;

/** Changes what is given, leaves the rest; a tag of value null is removed. Repeatable. */
export const UpdateRunInput = z.object({
  id: Id,
  name: Name.optional(),
  datasetId: Id.optional(),
  params: Params.optional(),
  tags: z.record(z.string().min(1).max(250), z.string().max(5_000).nullable()).optional(),
  environment: Environment.optional(),
  /** Markdown; null removes it */
  note: z.string().max(100_000).nullable().optional(),
});

export type UpdateRunInput = z.infer<typeof UpdateRunInput>;

/** Repeating a transition that has happened is no error; one that the table forbids is a `conflict`. */
export const TransitionRunInput = z.object({
  id: Id,
  status: RunStatus,
  error: RunError.optional(),
  at: z.iso.datetime().optional(),
});

export const HeartbeatInput = z.object({ id: Id, progress: RunProgress.optional() });
/** What the server thinks of the run; a client whose run was cancelled from elsewhere stops. */
export const HeartbeatOutput = z.object({ status: RunStatus });

/** Denormalised state of one series. */
export const SeriesSummary = z.object({
  key: z.string(),
  last: WireFloat,
  min: WireFloat.nullable(),
  max: WireFloat.nullable(),
  count: z.int(),
  lastStep: z.int(),
});
export type SeriesSummary = z.infer<typeof SeriesSummary>;

export const RunSummary = z.object({
  id: Id,
  projectId: Id,
  projectName: z.string(),
  parentId: Id.nullable(),
  name: z.string(),
  status: RunStatus,
  progress: RunProgress.nullable(),
  dataset: z.object({ id: Id, name: z.string() }).nullable(),
  /** last value of each metric, by key; of none where a list was asked for columns */
  metrics: z.record(z.string(), WireFloat),
  /** by column, what a list was asked for and the run has: numbers of metrics are as on the wire */
  values: z.record(z.string(), Json),
  tags: Tags,
  /** how many runs have this one as their parent, those in the trash left out */
  childCount: z.int(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  archivedAt: z.iso.datetime().nullable(),
  /** since when it is in the trash */
  deletedAt: z.iso.datetime().nullable(),
});
export type RunSummary = z.infer<typeof RunSummary>;

export const RunDetail = RunSummary.extend({
  seed: z.int().nullable(),
  params: Params,
  environment: Environment,
  error: RunError.nullable(),
  /** Markdown as it was written: whoever shows it makes it safe */
  note: z.string().nullable(),
  heartbeatAt: z.iso.datetime().nullable(),
  series: z.array(SeriesSummary),
});
export type RunDetail = z.infer<typeof RunDetail>;

/** What the runs table can be sorted by; runs without a value come last, whatever the direction. */
export const RunSort = z.object({
  by: z.union([
    z.enum(['name', 'status', 'project', 'dataset', 'createdAt', 'startedAt', 'endedAt', 'duration']),
    RunKeyColumn,
  ]),
  direction: z.enum(['asc', 'desc']),
});
export type RunSort = z.infer<typeof RunSort>;

/** Where a run is kept: in the lists, out of the way, or on the way out. */
export const RUN_SHELVES = ['active', 'archived', 'trash'] as const;
export const RunShelf = z.enum(RUN_SHELVES);
export type RunShelf = z.infer<typeof RunShelf>;

/** Which runs: all of what is given must hold. */
export const SelectRunsInput = z.object({
  projectId: Id.optional(),
  /** runs made by this one: folds, trials, repeats */
  parentId: Id.optional(),
  /** words that must all occur in name, dataset, project, status, id or tags (case-insensitive) */
  text: z.string().max(500).optional(),
  /** in the search language: docs/guide/search.md */
  where: SearchText.optional(),
  statuses: z.array(RunStatus).optional(),
  shelf: RunShelf.default('active'),
  /** only runs that no run of the shelf made; each where this is true of it, or of one that it made */
  topLevel: z.boolean().optional(),
});
export type SelectRunsQuery = z.output<typeof SelectRunsInput>;
/** Which runs, with the search read. */
export type RunSelection = Omit<SelectRunsQuery, 'where'> & { condition?: RunCondition };

export const ListRunsInput = SelectRunsInput.extend({
  sort: RunSort.default({ by: 'createdAt', direction: 'desc' }),
  /** what `values` of each run is to hold */
  columns: z.array(RunKeyColumn).max(200).optional(),
  limit: z.int().min(1).max(500).default(100),
  /** opaque; from the page before */
  cursor: z.string().max(5_000).nullish(),
});
/** What to list, with its defaults filled in. */
export type RunQuery = z.output<typeof ListRunsInput>;
/** Which page of the runs of a selection. */
export type RunPageQuery = Pick<RunQuery, 'sort' | 'columns' | 'limit' | 'cursor'>;

/** Runs are counted up to this many. */
export const COUNT_RUNS_UP_TO = 10_000;
export const RunCount = z.object({
  total: z.int(),
  /** false: there are more than `total` */
  totalIsExact: z.boolean(),
});
export type RunCount = z.infer<typeof RunCount>;

/** With how many runs there are on all pages, as far as that was found out for the first: `runs.count` counts them. */
export const ListRunsOutput = RunCount.extend({
  runs: z.array(RunSummary),
  nextCursor: z.string().nullable(),
});
export type RunPage = z.infer<typeof ListRunsOutput>;

/** What a live view is told: which run changed in what respect; it then asks again for what it shows. */
export const RunChange = z.object({
  runId: Id,
  kind: z.enum([
    'created',
    'updated',
    'status',
    'progress',
    'metrics',
    'predictions',
    'artifacts',
    'deleted',
  ]),
});
export type RunChange = z.infer<typeof RunChange>;
