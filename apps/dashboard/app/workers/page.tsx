import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { serverApi, serverQueryClient } from '../../features/shell/server-query.ts';
import { WorkersView } from '../../features/sweeps/workers-view.tsx';

export const metadata: Metadata = { title: 'Workers' };

export default async function WorkersPage() {
  const queryClient = serverQueryClient();
  await queryClient.prefetchQuery(serverApi().workers.list.queryOptions({}));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <WorkersView />
    </HydrationBoundary>
  );
}
