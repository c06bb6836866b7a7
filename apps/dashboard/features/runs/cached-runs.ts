import type { RunPage, RunSummary } from '@bestiary/contracts/run';
import type { InfiniteData } from '@tanstack/react-query';

/** What the cache holds of a list of runs: one page, or page after page. */
export type CachedRuns = RunPage | InfiniteData<RunPage>;

/** The same list with each run changed. */
export function mapCachedRuns(
  data: CachedRuns | undefined,
  change: (run: RunSummary) => RunSummary,
): CachedRuns | undefined {
  if (data === undefined) return data;
  const changed = (page: RunPage) => ({ ...page, runs: page.runs.map(change) });
  return 'pages' in data ? { ...data, pages: data.pages.map(changed) } : changed(data);
}
