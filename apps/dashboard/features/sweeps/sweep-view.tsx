'use client';
import { lazy, Suspense, useMemo } from 'react';
import { Notice } from '@bestiary/ui/components/notice';
import { Segmented } from '@bestiary/ui/components/segmented';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { Tabs } from 'radix-ui';
import { ChartSourceProvider } from '../charts/chart-source.ts';
import { TabList } from '../shell/tab-list.tsx';
import { useTRPC } from '../shell/trpc.ts';
import { SweepHeader } from './sweep-header.tsx';
import { SWEEP_SEARCH, type SweepTab } from './sweep-search.ts';
import { subjectOf } from './sweep-subject.ts';
import { SweepSummary } from './sweep-summary.tsx';
import { useSweep } from './use-sweep.ts';

const CourseTab = lazy(() => import('./course-tab.tsx').then(({ CourseTab }) => ({ default: CourseTab })));
const SpaceTab = lazy(() => import('./space-tab.tsx').then(({ SpaceTab }) => ({ default: SpaceTab })));
const TrialsTab = lazy(() => import('./trials-tab.tsx').then(({ TrialsTab }) => ({ default: TrialsTab })));
const JudgementTab = lazy(() =>
  import('./judgement-tab.tsx').then(({ JudgementTab }) => ({ default: JudgementTab })),
);
const WorkersTab = lazy(() =>
  import('./workers-tab.tsx').then(({ WorkersTab }) => ({ default: WorkersTab })),
);
const SetupTab = lazy(() => import('./setup-tab.tsx').then(({ SetupTab }) => ({ default: SetupTab })));

const TAB_TITLES: Readonly<Record<SweepTab, string>> = {
  course: 'Course',
  parameters: 'Parameters',
  trials: 'Trials',
  judgement: 'Judgement',
  workers: 'Workers',
  setup: 'Setup',
};

/** A sweep: how it goes, what the outcome hangs on, its trials, how far its answer can be believed. */
export function SweepView({ id }: { id: string }) {
  const trpc = useTRPC();
  const [search, setSearch] = useQueryStates(
    { tab: SWEEP_SEARCH.tab, objective: SWEEP_SEARCH.objective },
    { history: 'push' },
  );
  const { sweep, trials, isPending, failure } = useSweep(id);
  const workers = useQuery(trpc.workers.list.queryOptions({ sweepId: id }));
  const subject = useMemo(
    () => (sweep === undefined ? undefined : subjectOf(sweep, trials, search.objective)),
    [sweep, trials, search.objective],
  );
  if (sweep === undefined || subject === undefined) {
    return failure === null ? (
      <Skeleton className="mx-4 mt-6 h-96" />
    ) : (
      <Notice tone="bad" role="alert" title="The sweep could not be loaded">
        <p>{failure}</p>
      </Notice>
    );
  }
  return (
    <ChartSourceProvider value={{ subject: sweep.name }}>
      <div className="mx-auto flex max-w-[110rem] flex-col gap-4 px-4 pb-16 sm:px-6">
        <SweepHeader
          sweep={sweep}
          activeWorkers={workers.data?.filter(({ status }) => status === 'active').length}
        />
        {failure !== null && (
          <Notice tone="bad" role="alert" title="The trials could not be loaded">
            <p>{failure}</p>
          </Notice>
        )}
        <SweepSummary subject={subject} />
        {sweep.config.objective.length > 1 && (
          <Segmented
            label="Objective looked at"
            value={String(subject.objective)}
            options={sweep.config.objective.map(({ metric }, i) => ({ value: String(i), label: metric }))}
            onChange={(place) => void setSearch({ objective: Number(place) })}
          />
        )}
        <Tabs.Root
          value={search.tab}
          onValueChange={(tab) => void setSearch({ tab: tab as SweepTab })}
          className="min-w-0"
        >
          <TabList label="Parts of the sweep" titles={TAB_TITLES} className="mb-4" />
          <Suspense fallback={<Waiting />}>
            {isPending ? (
              <Waiting />
            ) : (
              <>
                <Tabs.Content value="course" className="outline-none">
                  <CourseTab subject={subject} />
                </Tabs.Content>
                <Tabs.Content value="parameters" className="outline-none">
                  <SpaceTab subject={subject} />
                </Tabs.Content>
                <Tabs.Content value="trials" className="outline-none">
                  <TrialsTab subject={subject} />
                </Tabs.Content>
                <Tabs.Content value="judgement" className="outline-none">
                  <JudgementTab sweep={sweep} />
                </Tabs.Content>
                <Tabs.Content value="workers" className="outline-none">
                  <WorkersTab subject={subject} workers={workers.data ?? []} />
                </Tabs.Content>
                <Tabs.Content value="setup" className="outline-none">
                  <SetupTab sweep={sweep} />
                </Tabs.Content>
              </>
            )}
          </Suspense>
        </Tabs.Root>
      </div>
    </ChartSourceProvider>
  );
}

function Waiting() {
  return (
    <div aria-busy aria-label="Loading">
      <Skeleton className="h-96" />
    </div>
  );
}
