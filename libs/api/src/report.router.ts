import { Id } from '@bestiary/contracts/id';
import { Report, Reports, SaveReportInput, SaveReportOutput } from '@bestiary/contracts/report';
import { z } from 'zod';
import { procedure, router } from './trpc.ts';

const ReportId = z.object({ id: Id });

export const reportRouter = router({
  list: procedure.output(Reports).query(({ ctx }) => ctx.reports.list()),
  get: procedure
    .input(ReportId)
    .output(Report)
    .query(({ ctx, input }) => ctx.reports.get(input.id)),
  save: procedure
    .input(SaveReportInput)
    .output(SaveReportOutput)
    .mutation(({ ctx, input }) => ctx.reports.save(input)),
  delete: procedure
    .input(ReportId)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.reports.delete(input.id)),
  restore: procedure
    .input(ReportId)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.reports.restore(input.id)),
});
