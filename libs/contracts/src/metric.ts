import { z } from 'zod';
import { Id } from './id.ts';
import { columnOf, NumberColumn, WireFloatColumn } from './json.ts';

/** A metric's key: `val_loss`, `recall/bear`. */
export const MetricKey = z
  .string()
  .min(1, 'a metric key needs at least one character')
  .max(250, 'a metric key has at most 250 characters')
  .regex(/^\P{Cc}+$/u, 'a metric key may not contain control characters');

/** The five metrics of every epoch, in the order in which they are shown. */
export const EPOCH_METRICS = [
  'loss',
  'accuracy',
  'val_loss',
  'val_accuracy',
  'val_balanced_accuracy',
] as const;
export type EpochMetric = (typeof EPOCH_METRICS)[number];

const MAX_POINTS = 100_000;
const StepColumn = columnOf(
  (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0,
  'a whole number, at least 0',
).refine((steps) => steps.length <= MAX_POINTS, `a series has at most ${MAX_POINTS} points in one message`);

/** Points of one metric, in columns of one length; steps are whole, ≥ 0; times are Unix milliseconds. */
export const SeriesColumns = z
  .object({
    key: MetricKey,
    steps: StepColumn,
    values: WireFloatColumn,
    times: NumberColumn,
  })
  .refine(
    (s) => s.steps.length === s.values.length && s.steps.length === s.times.length,
    'steps, values and times must have one length',
  );
export type SeriesColumns = z.infer<typeof SeriesColumns>;

/** A batch of points of one run. A step that is there already is overwritten (last write wins), so a batch can be sent again. */
export const LogMetricsInput = z.object({ runId: Id, series: z.array(SeriesColumns).min(1).max(1_000) });
export type LogMetricsInput = z.infer<typeof LogMetricsInput>;
export const LogMetricsOutput = z.object({ points: z.int() });

export const MetricHistoryInput = z.object({
  runIds: z.array(Id).min(1).max(100),
  keys: z.array(MetricKey).max(100).optional(),
});
export const MetricHistory = z.array(z.object({ runId: Id, series: z.array(SeriesColumns) }));
export type MetricHistory = z.infer<typeof MetricHistory>;

/** New points of one run as they become durable; starts with everything there is. */
export const MetricStreamInput = z.object({ runId: Id, lastEventId: z.string().nullish() });
