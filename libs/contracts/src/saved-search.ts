import { z } from 'zod';
import { Id } from './id.ts';
import { Name } from './project.ts';
import { RunSort } from './run.ts';
import { SearchText } from './run-search.ts';

/** A search under a name, with how its results are shown. */
export const SavedSearch = z.object({
  id: Id,
  name: Name,
  text: SearchText,
  sort: RunSort,
  /** columns of the runs table, in their order */
  columns: z.array(z.string().min(1).max(300)).max(200),
});
export type SavedSearch = z.infer<typeof SavedSearch>;
export const SavedSearches = z.array(SavedSearch);
