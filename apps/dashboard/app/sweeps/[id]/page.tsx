import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { serverApi, serverQueryClient } from '../../../features/shell/server-query.ts';
import { loadSweep } from '../../../features/sweeps/load-sweep.ts';
import { SweepView } from '../../../features/sweeps/sweep-view.tsx';

export async function generateMetadata({ params }: PageProps<'/sweeps/[id]'>): Promise<Metadata> {
  const sweep = await loadSweep((await params).id);
  return { title: sweep.name };
}

/** The trials are not in the page: there may be ten thousand. They are asked for as soon as it is there. */
export default async function SweepPage({ params }: PageProps<'/sweeps/[id]'>) {
  const { id } = await params;
  const queryClient = serverQueryClient();
  await queryClient.prefetchQuery(serverApi().workers.list.queryOptions({ sweepId: id }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SweepView id={id} />
    </HydrationBoundary>
  );
}
