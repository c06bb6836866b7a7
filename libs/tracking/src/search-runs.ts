import { type RunShelf, type RunSort, type RunSummary } from '@bestiary/contracts/run';
import { type RunKeyColumn } from '@bestiary/contracts/run-search';
import { createApiClient } from './api-client.ts';
import { toBestiaryError } from './failure.ts';
import { normalizeServerUrl } from './server-url.ts';

const PAGE_SIZE = 500;

export interface SearchRunsOptions {
  serverUrl: string;
  /** in the search language: docs/guide/search.md; left out: every run */
  where?: string;
  /** newest first where it is left out */
  sort?: RunSort;
  /** how many at most */
  limit?: number;
  /** what `values` of each run is to hold; left out: `metrics` holds the last value of each */
  columns?: readonly RunKeyColumn[];
  shelf?: RunShelf;
}

/**
 * The runs that a search finds, page by page as they are asked for. A run that comes or goes meanwhile shifts none.
 *
 * @throws BestiaryError `invalid_input` where `where` is no search, or takes too long; `unavailable` without a server
 */
export async function* searchRuns(options: SearchRunsOptions): AsyncGenerator<RunSummary> {
  const { where, sort, shelf, columns, limit = Infinity } = options;
  const serverUrl = normalizeServerUrl(options.serverUrl);
  const api = createApiClient(serverUrl);
  let left = limit;
  for (let cursor: string | null | undefined; left > 0 && cursor !== null;) {
    try {
      const page = await api.runs.list.query({
        ...(where !== undefined && { where }),
        ...(sort !== undefined && { sort }),
        ...(shelf !== undefined && { shelf }),
        ...(columns !== undefined && { columns: [...columns] }),
        limit: Math.min(PAGE_SIZE, left),
        cursor,
      });
      cursor = page.nextCursor;
      left -= page.runs.length;
      yield* page.runs;
    } catch (error) {
      throw toBestiaryError(error, serverUrl);
    }
  }
}
