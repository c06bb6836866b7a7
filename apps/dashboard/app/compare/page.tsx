import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import Link from 'next/link';
import { curvesQuery, drawnMetrics } from '../../features/compare/compare-queries.ts';
import { comparedIds, loadCompareSearch } from '../../features/compare/compare-search.ts';
import { CompareView } from '../../features/compare/compare-view.tsx';
import { SavedViews } from '../../features/compare/saved-views.tsx';
import { serverApi, serverQueryClient } from '../../features/shell/server-query.ts';

export const metadata: Metadata = { title: 'Compare' };

export default async function ComparePage({ searchParams }: PageProps<'/compare'>) {
  const search = await loadCompareSearch(searchParams);
  const ids = comparedIds(search.runs);
  const api = serverApi();
  const queryClient = serverQueryClient();
  await Promise.all(ids.map((id) => queryClient.prefetchQuery(api.runs.get.queryOptions({ id }))));
  const runs = ids.flatMap((id) => queryClient.getQueryData(api.runs.get.queryKey({ id })) ?? []);
  const present = runs.map(({ id }) => id);
  const metrics = drawnMetrics(runs, search);
  if (search.tab === 'curves' && metrics.length > 0) {
    await queryClient.prefetchQuery(api.curves.draw.queryOptions(curvesQuery(present, metrics, search)));
  }
  if (search.tab === 'leaderboard' && present.length > 0) {
    await queryClient.prefetchQuery(api.rankings.rank.queryOptions({ runIds: present, split: search.split }));
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <div className="mx-auto max-w-[120rem] px-4 pb-16 sm:px-6">
        <nav aria-label="Breadcrumb" className="pt-4 text-xs text-muted">
          <Link href="/" className="hover:text-ink hover:underline">
            Runs
          </Link>
        </nav>
        <div className="mt-2 mb-4 flex flex-wrap items-center gap-3">
          <h1 className="mr-auto text-xl font-semibold tracking-tight">Compare runs</h1>
          <SavedViews />
        </div>
        <CompareView />
      </div>
    </HydrationBoundary>
  );
}
