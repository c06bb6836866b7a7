import {
  LogMetricsInput,
  LogMetricsOutput,
  MetricHistory,
  MetricHistoryInput,
  MetricStreamInput,
} from '@bestiary/contracts/metric';
import { tracked } from '@trpc/server';
import { procedure, router, withErrors } from './trpc.ts';

export const metricRouter = router({
  log: procedure
    .input(LogMetricsInput)
    .output(LogMetricsOutput)
    .mutation(({ ctx, input }) => ctx.metrics.log(input.runId, input.series)),
  history: procedure
    .input(MetricHistoryInput)
    .output(MetricHistory)
    .query(({ ctx, input }) => ctx.metrics.history(input.runIds, input.keys)),
  /** `{series: SeriesColumns[]}`: first all there is, then what becomes durable; ends with the run. */
  onPoints: procedure.input(MetricStreamInput).subscription(async function* ({ ctx, input, signal }) {
    for await (const { id, points } of withErrors(ctx.metrics.points({ ...input, signal: signal! }))) {
      yield tracked(id, points);
    }
  }),
});
