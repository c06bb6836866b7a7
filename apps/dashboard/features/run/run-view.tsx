'use client';
import { lazy, Suspense, useMemo } from 'react';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { Tabs } from 'radix-ui';
import { TabList } from '../shell/tab-list.tsx';
import { useTRPC } from '../shell/trpc.ts';
import { chartLine } from '../charts/chart-part.ts';
import { ChartSourceProvider, type ChartSource } from '../charts/chart-source.ts';
import { CurvesSection } from './curves-section.tsx';
import { EvaluationSection } from './evaluation-section.tsx';
import { RunHeader } from './run-header.tsx';
import { RUN_SEARCH, type RunTab } from './run-search.ts';
import { RunSkeleton } from './run-skeleton.tsx';
import { useLiveRun } from './use-live-run.ts';
import { SampleGrid, WorstImages } from './worst-images.tsx';

const EvaluateTab = lazy(() =>
  import('./evaluate/evaluate-tab.tsx').then((module) => ({ default: module.EvaluateTab })),
);
const ImagesTab = lazy(() => import('./images-tab.tsx').then((module) => ({ default: module.ImagesTab })));
const FilesTab = lazy(() => import('./files-tab.tsx').then((module) => ({ default: module.FilesTab })));
const LogTab = lazy(() => import('./log-tab.tsx').then((module) => ({ default: module.LogTab })));
const SetupTab = lazy(() => import('./setup-tab.tsx').then((module) => ({ default: module.SetupTab })));

const TAB_TITLES: Readonly<Record<RunTab, string>> = {
  overview: 'Overview',
  evaluate: 'Evaluate',
  images: 'Images',
  files: 'Files',
  log: 'Log',
  setup: 'Setup',
};

export function RunView({ id }: { id: string }) {
  const trpc = useTRPC();
  const run = useQuery(trpc.runs.get.queryOptions({ id }));
  const [{ tab }, setSearch] = useQueryStates({
    tab: RUN_SEARCH.tab,
    label: RUN_SEARCH.label,
    predicted: RUN_SEARCH.predicted,
    file: RUN_SEARCH.file,
    show: RUN_SEARCH.show,
  });
  const show = (next: RunTab) =>
    void setSearch({ tab: next, label: null, predicted: null, file: null, show: null });
  const name = run.data?.name;
  const source = useMemo(
    (): ChartSource => ({
      subject: name,
      lineOf: (part, own) =>
        chartLine(part, new URLSearchParams(window.location.search), { run: id, ...own }),
    }),
    [id, name],
  );
  useLiveRun({ id, status: run.data?.status ?? 'running' });

  if (run.isPending) return <RunSkeleton />;
  if (!run.data) {
    return (
      <div className="px-4 py-6 sm:px-6">
        <Notice tone="bad" role="alert" title="This run could not be loaded">
          <p>{run.error?.message}</p>
        </Notice>
      </div>
    );
  }
  const { data } = run;
  const isJudged = data.status === 'finished';
  return (
    <div className="mx-auto max-w-[96rem] px-4 pb-16 sm:px-6">
      <RunHeader run={data} />
      <ChartSourceProvider value={source}>
        <Tabs.Root value={tab} onValueChange={(next) => show(next as RunTab)}>
          <TabList label="Parts of the run" titles={TAB_TITLES} className="mt-4 mb-5" />
          <Tabs.Content value="overview" className="flex flex-col gap-6 outline-none">
            {isJudged && <EvaluationSection run={data} />}
            <CurvesSection run={data} />
            {!isJudged && <EvaluationSection run={data} />}
            <div className="grid items-start gap-4 empty:hidden xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
              <WorstImages run={data} onShowAll={() => show('images')} />
              <SampleGrid run={data} />
            </div>
          </Tabs.Content>
          <Suspense fallback={<Skeleton className="h-96" />}>
            <Tabs.Content value="evaluate" className="outline-none">
              <EvaluateTab run={data} />
            </Tabs.Content>
            <Tabs.Content value="images" className="outline-none">
              <ImagesTab run={data} />
            </Tabs.Content>
            <Tabs.Content value="files" className="outline-none">
              <FilesTab runId={id} />
            </Tabs.Content>
            <Tabs.Content value="log" className="outline-none">
              <LogTab run={data} />
            </Tabs.Content>
            <Tabs.Content value="setup" className="outline-none">
              <SetupTab run={data} />
            </Tabs.Content>
          </Suspense>
        </Tabs.Root>
      </ChartSourceProvider>
    </div>
  );
}
