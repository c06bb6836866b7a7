import { z } from 'zod';
import { Id } from './id.ts';
import { Json, WireFloat } from './json.ts';
import { SelectRunsInput } from './run.ts';

const MetricColumn = z.templateLiteral(['metrics.', z.string().min(1)]);
export type MetricColumn = z.infer<typeof MetricColumn>;
const LabelColumn = z.union([
  z.templateLiteral(['params.', z.string().min(1)]),
  z.templateLiteral(['tags.', z.string().min(1)]),
]);
export type LabelColumn = z.infer<typeof LabelColumn>;

/** What the runs of a group have in common. */
export const GroupBy = z.discriminatedUnion('kind', [
  /** the values of these parameters and tags; a run that lacks one is in the group without it */
  z.object({ kind: z.literal('columns'), columns: z.array(LabelColumn).min(1).max(10) }),
  /** project and every parameter but `seed`: repeats of one training */
  z.object({ kind: z.literal('allButSeed') }),
  /**
   * the run that made them, as `{id, name}`; one that no run made is in a group of itself and its children, and counts
   * in its statistics only where it is alone
   */
  z.object({ kind: z.literal('parent') }),
  /** the data set, as `{id, name}` */
  z.object({ kind: z.literal('dataset') }),
]);
export type GroupBy = z.infer<typeof GroupBy>;

/** More runs than this are not grouped: the search is to be narrowed. */
export const GROUP_RUNS_UP_TO = 20_000;
/** A group names so many of its runs. */
export const NAMED_RUNS_OF_GROUP = 100;

export const GroupRunsInput = SelectRunsInput.extend({
  by: GroupBy,
  metrics: z.array(MetricColumn).max(50).default([]),
  limit: z.int().min(1).max(1_000).default(100),
});
export type GroupRunsQuery = Pick<z.output<typeof GroupRunsInput>, 'by' | 'metrics' | 'limit'>;

/** Of the finite values of a group's runs; `n` is how many there are. */
export const GroupStatistics = z.object({
  n: z.int(),
  mean: WireFloat,
  /** of the sample (n − 1); null of a single value */
  standardDeviation: WireFloat.nullable(),
  min: WireFloat,
  max: WireFloat,
});
export type GroupStatistics = z.infer<typeof GroupStatistics>;

export const RunGroup = z.object({
  /** by column (`params.lr`), `project`, `parent` or `dataset`: what the runs have in common */
  common: z.record(z.string(), Json),
  runCount: z.int(),
  /** the first hundred in order of making */
  runIds: z.array(Id),
  /** by column, of those that any run of the group has */
  metrics: z.record(z.string(), GroupStatistics),
});
export type RunGroup = z.infer<typeof RunGroup>;

/** Largest groups first. */
export const GroupRunsOutput = z.object({ groups: z.array(RunGroup), total: z.int() });
export type RunGroups = z.infer<typeof GroupRunsOutput>;
