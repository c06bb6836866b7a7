import { z } from 'zod';
import { MetricKey } from './metric.ts';
import { METRIC_AGGREGATES } from './run-search.ts';

/** What a parameter may be set to: what a flag or a configuration file holds. */
export const ParamValue = z.union(
  [z.string(), z.number(), z.boolean()],
  'expected text, a number, true or false',
);
export type ParamValue = z.infer<typeof ParamValue>;

/** A parameter's name as a training's configuration file spells it: `learning_rate`. */
export const ParamName = z
  .string()
  .max(100)
  .regex(
    /^[A-Za-z_]\w*$/,
    'a parameter is named by letters, digits and _ alone, as in a training configuration: batch_size',
  );

/** The active parameters of a trial; one whose condition does not hold is left out. */
export const TrialParams = z.record(ParamName, ParamValue);
export type TrialParams = z.infer<typeof TrialParams>;

/** A file may write a list of one without its brackets. */
function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

/** Values of other parameters under which a parameter exists: each must have one of its values. */
const When = z
  .record(ParamName, z.preprocess(listOf, z.array(ParamValue).min(1)))
  .refine((when) => Object.keys(when).length > 0, 'a condition names at least one parameter');

const range = { low: z.number(), high: z.number(), log: z.boolean().default(false), when: When.optional() };

function checkRange({ low, high, log }: { low: number; high: number; log: boolean }): string | undefined {
  if (low >= high) return `low (${low}) must be less than high (${high})`;
  if (log && low <= 0) return `a logarithmic range begins above 0, not at ${low}`;
  return undefined;
}

function distinct(values: readonly ParamValue[]): boolean {
  return new Set(values).size === values.length;
}

/** Any number from low to high; with a step those that are low plus whole steps. */
export const FloatParam = z
  .strictObject({ type: z.literal('float'), ...range, step: z.number().positive().optional() })
  .superRefine((param, context) => {
    const message = checkRange(param);
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['low'], message });
    else if (param.step !== undefined && param.step > param.high - param.low)
      context.addIssue({
        code: 'custom',
        path: ['step'],
        message: `a step of ${param.step} does not fit between ${param.low} and ${param.high}`,
      });
  });

/** Whole numbers from low to high, `step` apart. */
export const IntParam = z
  .strictObject({
    type: z.literal('int'),
    ...range,
    low: z.int(),
    high: z.int(),
    step: z.int().positive().default(1),
  })
  .superRefine((param, context) => {
    const message = checkRange(param);
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['low'], message });
    else if (param.step > param.high - param.low)
      context.addIssue({
        code: 'custom',
        path: ['step'],
        message: `a step of ${param.step} does not fit between ${param.low} and ${param.high}`,
      });
  });

/** One of some values, none nearer to another than to the rest. */
export const CategoricalParam = z.strictObject({
  type: z.literal('categorical'),
  choices: z.array(ParamValue).min(1).max(1_000).refine(distinct, 'a choice occurs twice'),
  when: When.optional(),
});

/** One of some values in their order: neighbours are alike. */
export const OrdinalParam = z.strictObject({
  type: z.literal('ordinal'),
  values: z.array(ParamValue).min(1).max(1_000).refine(distinct, 'a value occurs twice'),
  when: When.optional(),
});

export const BooleanParam = z.strictObject({ type: z.literal('boolean'), when: When.optional() });

/** Not searched, but part of every trial. In a file its value alone will do: `epochs: 20`. */
export const FixedParam = z.strictObject({
  type: z.literal('fixed'),
  value: ParamValue,
  when: When.optional(),
});

export const SpaceParam = z.preprocess(
  (value) => (typeof value === 'object' ? value : { type: 'fixed', value }),
  z.discriminatedUnion('type', [
    FloatParam,
    IntParam,
    CategoricalParam,
    OrdinalParam,
    BooleanParam,
    FixedParam,
  ]),
);
export type SpaceParam = z.infer<typeof SpaceParam>;

/** Parameters by name. */
export const Space = z
  .record(ParamName, SpaceParam)
  .refine((space) => Object.keys(space).length > 0, 'a space has at least one parameter')
  .refine((space) => Object.keys(space).length <= 200, 'a space has at most 200 parameters');
export type Space = z.infer<typeof Space>;

/** What is optimised, and which of a metric's values in a run counts: that at the last step, or an extreme of all. */
export const Objective = z.strictObject({
  metric: MetricKey,
  goal: z.enum(['min', 'max']),
  aggregate: z.enum(METRIC_AGGREGATES).default('last'),
});
export type Objective = z.infer<typeof Objective>;

/** A sweep ends as soon as one of these is reached. */
export const Budget = z
  .strictObject({
    /** trials that have finished or were pruned */
    trials: z.int().min(1).max(100_000).optional(),
    /** wall time since the first trial began */
    seconds: z.number().positive().optional(),
    /** so many trials in a row did not better the best objective by more than `minDelta` (of two: did not extend the front) */
    plateau: z.strictObject({ trials: z.int().min(1), minDelta: z.number().min(0).default(0) }).optional(),
  })
  .refine(
    (budget) => Object.values(budget).some((bound) => bound !== undefined),
    'a budget names trials, seconds or plateau',
  );
export type Budget = z.infer<typeof Budget>;

const startupTrials = z.int().min(1);

/** How the next parameters are chosen. The name alone stands for its defaults: `sampler: tpe`. */
export const SamplerConfig = z.preprocess(
  (value) => (typeof value === 'string' ? { type: value } : value),
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('grid'),
      /** into how many values a float without a step, or an int of more values than that, is divided; ends included */
      levels: z.int().min(2).max(1_000).default(5),
    }),
    z.strictObject({ type: z.literal('random') }),
    z.strictObject({ type: z.literal('sobol') }),
    z.strictObject({
      type: z.literal('tpe'),
      startupTrials: startupTrials.default(10),
      /** points that are drawn and compared for each suggestion */
      candidates: z.int().min(1).max(1_000).default(24),
    }),
    z.strictObject({ type: z.literal('gp'), startupTrials: startupTrials.default(10) }),
    z.strictObject({ type: z.literal('cma-es'), startupTrials: startupTrials.default(1) }),
  ]),
);
export type SamplerConfig = z.infer<typeof SamplerConfig>;
export type SamplerType = SamplerConfig['type'];

const warmUpSteps = z.int().min(0).default(0);
const reduction = z.int().min(2).default(3);
const firstRung = z.int().min(1).default(1);

/** When a trial is ended early. The name alone stands for its defaults: `pruner: median`. Steps are those of the metric, from 0. */
export const PrunerConfig = z.preprocess(
  (value) => (typeof value === 'string' ? { type: value } : value),
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('none') }),
    z.strictObject({
      type: z.literal('median'),
      /** trials that must have finished before any is pruned */
      startupTrials: z.int().min(1).default(5),
      warmUpSteps,
    }),
    z.strictObject({
      type: z.literal('successive-halving'),
      /** how many trials, by their numbers, compete */
      cohort: z.int().min(2).default(27),
      /** reports until the first decision */
      firstRung,
      /** one in so many is kept at each rung, which is so many times as far as the one before */
      reduction,
    }),
    z.strictObject({ type: z.literal('asha'), firstRung, reduction }),
    z.strictObject({
      type: z.literal('hyperband'),
      firstRung,
      /** reports of a trial that is never pruned */
      maxReports: z.int().min(2),
      reduction,
    }),
    z.strictObject({
      type: z.literal('patience'),
      /** reports in a row without a better one */
      patience: z.int().min(1),
      minDelta: z.number().min(0).default(0),
      warmUpSteps,
    }),
    z
      .strictObject({
        type: z.literal('threshold'),
        lower: z.number().optional(),
        upper: z.number().optional(),
        warmUpSteps,
      })
      .refine(
        ({ lower, upper }) => lower !== undefined || upper !== undefined,
        'a threshold has a lower or an upper bound',
      ),
  ]),
);
export type PrunerConfig = z.infer<typeof PrunerConfig>;
export type PrunerType = PrunerConfig['type'];

/** Whole numbers that a sampler takes as its seed. */
export const SweepSeed = z.int().min(0).max(0xffff_ffff);

/** A sweep as its file describes it. */
export const SweepConfig = z.strictObject({
  name: z.string().min(1).max(200).optional(),
  space: Space,
  /** expressions over parameters that must be true: `batch_size * image_size <= 8192`; docs/guide/samplers.md */
  constraints: z.array(z.string().min(1).max(1_000)).max(100).default([]),
  /** one, or two that are weighed against each other (Pareto) */
  objective: z.preprocess(listOf, z.array(Objective).min(1).max(2, 'a sweep has one objective, or two')),
  budget: Budget,
  sampler: SamplerConfig.prefault('tpe'),
  pruner: PrunerConfig.prefault('none'),
  seed: SweepSeed.default(0),
  /** points that are tried first; what they leave out is chosen at random */
  enqueue: z.array(TrialParams).max(10_000).default([]),
  /** a trial's objective is the mean over so many trainings with seeds of their own */
  repeats: z.int().min(1).max(100).default(1),
  /** … and over so many folds of the images */
  folds: z.int().min(2).max(100).optional(),
});
export type SweepConfig = z.infer<typeof SweepConfig>;

export const TRIAL_STATUSES = ['queued', 'running', 'finished', 'pruned', 'failed', 'cancelled'] as const;
export const TrialStatus = z.enum(TRIAL_STATUSES);
export type TrialStatus = z.infer<typeof TrialStatus>;

/**
 * Which status may follow which. A trial goes back to `queued` when its worker hands it back or its lease expires. A
 * failed trial that is tried again is a new trial.
 */
export const TRIAL_TRANSITIONS: Readonly<Record<TrialStatus, readonly TrialStatus[]>> = {
  queued: ['running', 'cancelled', 'failed'],
  running: ['queued', 'finished', 'pruned', 'failed', 'cancelled'],
  finished: [],
  pruned: [],
  failed: [],
  cancelled: [],
};
