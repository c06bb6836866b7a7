import { MetricCurves, MetricCurvesInput } from '@bestiary/contracts/curve';
import { procedure, router } from './trpc.ts';

export const curveRouter = router({
  /** Metrics of many runs, no finer than a chart can show. */
  draw: procedure
    .input(MetricCurvesInput)
    .output(MetricCurves)
    .query(({ ctx, input }) => ctx.curves.draw(input)),
});
