import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { loadReport } from '../../../features/reports/load-report.ts';
import { ReportView } from '../../../features/reports/report-view.tsx';
import { serverQueryClient } from '../../../features/shell/server-query.ts';

export async function generateMetadata({ params }: PageProps<'/reports/[id]'>): Promise<Metadata> {
  const { title } = await loadReport((await params).id);
  return { title };
}

export default async function ReportPage({ params }: PageProps<'/reports/[id]'>) {
  const { id } = await params;
  await loadReport(id);
  return (
    <HydrationBoundary state={dehydrate(serverQueryClient())}>
      <ReportView id={id} />
    </HydrationBoundary>
  );
}
