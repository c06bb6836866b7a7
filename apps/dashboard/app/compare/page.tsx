import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import Link from 'next/link';
import { comparedIds, loadCompareSearch } from '../../features/compare/compare-search.ts';
import { CompareView } from '../../features/compare/compare-view.tsx';
import { RUN_QUERIES } from '../../features/run/run-queries.ts';
import { serverApi, serverQueryClient } from '../../features/shell/server-query.ts';

export const metadata: Metadata = { title: 'Compare' };

export default async function ComparePage({ searchParams }: PageProps<'/compare'>) {
  const ids = comparedIds((await loadCompareSearch(searchParams)).runs);
  const api = serverApi();
  const queryClient = serverQueryClient();
  await Promise.all([
    ...ids.flatMap((id) => [
      queryClient.prefetchQuery(api.runs.get.queryOptions({ id })),
      queryClient.prefetchQuery(
        api.predictions.evaluation.queryOptions(RUN_QUERIES.evaluation(id, 'validation')),
      ),
    ]),
    ...(ids.length > 0 ? [queryClient.prefetchQuery(api.metrics.history.queryOptions({ runIds: ids }))] : []),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <div className="mx-auto max-w-[110rem] px-4 pb-16 sm:px-6">
        <nav aria-label="Breadcrumb" className="pt-4 text-xs text-muted">
          <Link href="/" className="hover:text-ink hover:underline">
            Runs
          </Link>
        </nav>
        <h1 className="mt-2 mb-4 text-xl font-semibold tracking-tight">Compare runs</h1>
        <CompareView />
      </div>
    </HydrationBoundary>
  );
}
