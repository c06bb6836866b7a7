import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { serverApi, serverQueryClient } from '../../features/shell/server-query.ts';
import { SWEEPS_PAGE, SWEEPS_PAGING } from '../../features/sweeps/sweep-queries.ts';
import { SweepsView } from '../../features/sweeps/sweeps-view.tsx';

export const metadata: Metadata = { title: 'Sweeps' };

export default async function SweepsPage() {
  const queryClient = serverQueryClient();
  await queryClient.prefetchInfiniteQuery(
    serverApi().sweeps.list.infiniteQueryOptions(SWEEPS_PAGE, SWEEPS_PAGING),
  );
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SweepsView />
    </HydrationBoundary>
  );
}
