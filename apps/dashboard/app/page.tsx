import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import { groupByOf } from '../features/runs/group-by.ts';
import { groupsQuery } from '../features/runs/groups-query.ts';
import { runsQuery } from '../features/runs/runs-query.ts';
import { loadRunsSearch } from '../features/runs/runs-search.ts';
import { RunsView } from '../features/runs/runs-view.tsx';
import { serverApi, serverQueryClient } from '../features/shell/server-query.ts';

export default async function RunsPage({ searchParams }: PageProps<'/'>) {
  const api = serverApi();
  const queryClient = serverQueryClient();
  const search = await loadRunsSearch(searchParams);
  const groupBy = groupByOf(search.group);
  await Promise.all([
    groupBy === undefined
      ? queryClient.prefetchInfiniteQuery(api.runs.list.infiniteQueryOptions(...runsQuery(search)))
      : queryClient.prefetchQuery(api.groups.list.queryOptions(groupsQuery(search, groupBy))),
    queryClient.prefetchQuery(api.projects.list.queryOptions()),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <RunsView />
    </HydrationBoundary>
  );
}
