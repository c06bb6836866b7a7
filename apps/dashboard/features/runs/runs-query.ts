import type { RunPage } from '@bestiary/contracts/run';
import { listInputOf, type RunsSearch } from './runs-search.ts';

/** The input and paging of the runs table's query, the same on server and client so that their keys agree. */
export function runsQuery(search: RunsSearch) {
  return [
    listInputOf(search),
    { getNextPageParam: (page: RunPage) => page.nextCursor ?? undefined },
  ] as const;
}
