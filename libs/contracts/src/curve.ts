import { z } from 'zod';
import { Id } from './id.ts';
import { NumberColumn, WireFloatColumn } from './json.ts';
import { MetricKey } from './metric.ts';

/** What stands on a curve's horizontal axis: the step, seconds since the run began, or Unix milliseconds. */
export const CURVE_AXES = ['step', 'relative', 'wall'] as const;
export const CurveAxis = z.enum(CURVE_AXES);
export type CurveAxis = z.infer<typeof CurveAxis>;

/** More runs than this are not compared at once. */
export const MAX_COMPARED = 100;
/** More metrics than this are not drawn at once. */
export const MAX_DRAWN_METRICS = 24;

/** Asks for metrics of several runs as they are drawn, no finer than a chart can show. */
export const MetricCurvesInput = z.object({
  runIds: z.array(Id).min(1).max(MAX_COMPARED),
  keys: z.array(MetricKey).min(1).max(MAX_DRAWN_METRICS),
  axis: CurveAxis.default('step'),
  /** share of the past in the moving average: 0 (none) to below 1 */
  smoothing: z.number().min(0).max(0.999).default(0),
  /** pixel columns of the chart */
  columns: z.int().min(20).max(4_000).default(1_000),
  /** what is drawn of the axis, in its unit; left out: all of it */
  from: z.number().optional(),
  to: z.number().optional(),
  /** what is left of many points in a column: the least and the greatest as they are, or the mean of all */
  reduce: z.enum(['extremes', 'mean']).default('extremes'),
});
export type MetricCurvesInput = z.input<typeof MetricCurvesInput>;
export type MetricCurvesQuery = z.output<typeof MetricCurvesInput>;

/** Points in columns of one length, `x` rising in the axis' unit; a value that is not finite is a gap. */
export const DrawnPoints = z.object({ x: NumberColumn, values: WireFloatColumn });
export type DrawnPoints = z.infer<typeof DrawnPoints>;

/** Only series that there are; `count` says of how many points they were made. */
export const MetricCurves = z.array(
  z.object({
    runId: Id,
    key: MetricKey,
    count: z.int(),
    points: DrawnPoints,
    /** of all points, before any was left out; `null` where `smoothing` was 0 */
    smoothed: DrawnPoints.nullable(),
  }),
);
export type MetricCurves = z.infer<typeof MetricCurves>;
