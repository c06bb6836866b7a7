import { z } from 'zod';
import { Id } from './id.ts';
import { Name } from './project.ts';

export const MAX_REPORT_LENGTH = 200_000;
/** A deleted report can be brought back for so many days. */
export const KEEP_DELETED_REPORT_DAYS = 30;

/** A text in Markdown about runs, with charts in it that are drawn when it is read. */
export const Report = z.object({
  id: Id,
  title: Name,
  markdown: z.string().max(MAX_REPORT_LENGTH),
  updatedAt: z.iso.datetime(),
});
export type Report = z.infer<typeof Report>;

export const ReportSummary = Report.omit({ markdown: true });
export type ReportSummary = z.infer<typeof ReportSummary>;
/** The one changed last first. */
export const Reports = z.array(ReportSummary);

export const SaveReportInput = Report.omit({ updatedAt: true }).extend({
  /** `updatedAt` of the version that was changed; `null`: the report is new */
  changed: z.iso.datetime().nullable(),
});
export type SaveReportInput = z.infer<typeof SaveReportInput>;
export const SaveReportOutput = Report.pick({ updatedAt: true });
