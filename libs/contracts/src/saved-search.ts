import { z } from 'zod';
import { Id } from './id.ts';
import { Name } from './project.ts';
import { RunSort } from './run.ts';
import { SearchText } from './run-search.ts';

const ColumnWord = z.string().min(1).max(300);

/** How a table of runs is laid out, beside which columns it has. */
export const RunTableLayout = z.object({
  /** by column, in rem: those that were changed */
  widths: z.record(ColumnWord, z.number().min(1).max(200)).default({}),
  /** columns that stay in view */
  pinned: z.array(ColumnWord).max(200).default([]),
  /** what its rows are put together by, in the page's own words; empty: nothing */
  group: z.string().max(300).default(''),
});
export type RunTableLayout = z.infer<typeof RunTableLayout>;

/** A search under a name, with how its results are shown. */
export const SavedSearch = z.object({
  id: Id,
  name: Name,
  text: SearchText,
  sort: RunSort,
  /** columns of the runs table, in their order */
  columns: z.array(ColumnWord).max(200),
  layout: RunTableLayout.prefault({}),
});
export type SavedSearch = z.infer<typeof SavedSearch>;
export const SavedSearches = z.array(SavedSearch);
