import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { loadRun } from '../../../features/run/load-run.ts';
import { RUN_QUERIES } from '../../../features/run/run-queries.ts';
import { loadRunSearch } from '../../../features/run/run-search.ts';
import { RunView } from '../../../features/run/run-view.tsx';
import { serverApi, serverQueryClient } from '../../../features/shell/server-query.ts';

export async function generateMetadata({ params }: PageProps<'/runs/[id]'>): Promise<Metadata> {
  const run = await loadRun((await params).id);
  return { title: run.name };
}

export default async function RunPage({ params, searchParams }: PageProps<'/runs/[id]'>) {
  const { id } = await params;
  const { split } = await loadRunSearch(searchParams);
  const api = serverApi();
  const queryClient = serverQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(api.metrics.history.queryOptions(RUN_QUERIES.history(id))),
    queryClient.prefetchQuery(api.predictions.evaluation.queryOptions(RUN_QUERIES.evaluation(id, split))),
    queryClient.prefetchQuery(api.predictions.gallery.queryOptions(RUN_QUERIES.worst(id, split))),
    queryClient.prefetchQuery(api.artifacts.list.queryOptions({ runId: id })),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <RunView id={id} />
    </HydrationBoundary>
  );
}
