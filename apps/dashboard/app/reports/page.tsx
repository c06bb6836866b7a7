import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { ReportsView } from '../../features/reports/reports-view.tsx';
import { serverApi, serverQueryClient } from '../../features/shell/server-query.ts';

export const metadata: Metadata = { title: 'Reports' };

export default async function ReportsPage() {
  const queryClient = serverQueryClient();
  await queryClient.prefetchQuery(serverApi().reports.list.queryOptions());
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ReportsView />
    </HydrationBoundary>
  );
}
