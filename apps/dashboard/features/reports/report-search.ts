import { createLoader, parseAsBoolean } from 'nuqs/server';

/** What the URL of a report can say. */
export const REPORT_SEARCH = {
  /** it is being written */
  edit: parseAsBoolean.withDefault(false),
};

export const loadReportSearch = createLoader(REPORT_SEARCH);
