'use client';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { useQueryStates } from 'nuqs';
import { Tabs } from 'radix-ui';
import { TabList } from '../shell/tab-list.tsx';
import { COMPARE_SEARCH, comparedIds, type CompareTab } from './compare-search.ts';
import { ChartSourceProvider, type ChartSource } from '../charts/chart-source.ts';
import { chartLine } from '../charts/chart-part.ts';
import { ComparedRuns } from './compared-runs.tsx';
import type { Comparison } from './comparison.ts';
import { CurvesTab } from './curves-tab.tsx';
import { runNames, shortId } from './run-field.ts';
import { useComparedRuns, useLiveComparison } from './use-compared-runs.ts';
import { useRunStyles } from './use-run-styles.ts';

const LeaderboardTab = lazy(() =>
  import('./leaderboard-tab.tsx').then((module) => ({ default: module.LeaderboardTab })),
);
const ParametersTab = lazy(() =>
  import('./parameters-tab.tsx').then((module) => ({ default: module.ParametersTab })),
);
const DifferencesTab = lazy(() =>
  import('./differences-tab.tsx').then((module) => ({ default: module.DifferencesTab })),
);

const TAB_TITLES: Readonly<Record<CompareTab, string>> = {
  curves: 'Curves',
  leaderboard: 'Leaderboard',
  parameters: 'Parameters',
  differences: 'Differences',
};

/** In a report a chart is set as it is on the page at that moment. */
const SOURCE: ChartSource = {
  lineOf: (part, own = {}) => chartLine(part, new URLSearchParams(window.location.search), own),
};

/** Several runs beside each other: their curves, who is better, what it hangs on, in what they differ. */
export function CompareView() {
  const [search, setSearch] = useQueryStates(
    { runs: COMPARE_SEARCH.runs, tab: COMPARE_SEARCH.tab, hidden: COMPARE_SEARCH.hidden },
    { history: 'push' },
  );
  const ids = useMemo(() => comparedIds(search.runs), [search.runs]);
  useLiveComparison(ids);
  const { runs, gone, isPending, failure } = useComparedRuns(ids);
  const styles = useRunStyles(ids);
  const [emphasised, setEmphasised] = useState<string | null>(null);
  const names = useMemo(() => runNames(runs), [runs]);
  const hidden = useMemo(
    () => new Set(ids.filter((id) => search.hidden.includes(shortId(id)))),
    [ids, search.hidden],
  );

  if (ids.length === 0) {
    return (
      <Notice title="Nothing to compare">
        <p>Tick two or more runs in the table of runs, then choose Compare.</p>
      </Notice>
    );
  }
  if (isPending && runs.length === 0) {
    return (
      <div aria-busy>
        <Skeleton className="h-96" />
      </div>
    );
  }
  const present = runs.map(({ id }) => id);
  const comparison: Comparison = { runs, styles, names, emphasised, onEmphasise: setEmphasised };
  const hide = (id: string) =>
    void setSearch({
      hidden: hidden.has(id)
        ? search.hidden.filter((each) => each !== shortId(id))
        : [...search.hidden, shortId(id)],
    });
  return (
    <div className="flex flex-col gap-4">
      {gone > 0 && (
        <Notice
          tone="warn"
          role="status"
          title={gone === 1 ? 'One of these runs is gone' : `${gone} of these runs are gone`}
        >
          <p>
            Deleted, or never there.{' '}
            <button
              type="button"
              className="underline"
              onClick={() => void setSearch({ runs: present }, { history: 'replace' })}
            >
              Leave them out
            </button>
          </p>
        </Notice>
      )}
      {failure !== null && (
        <Notice tone="bad" role="alert" title="Some of these runs could not be loaded">
          <p>{failure}</p>
        </Notice>
      )}
      {search.tab !== 'leaderboard' && <DatasetNotice comparison={comparison} />}
      {runs.length > 0 && (
        <div className="grid min-w-0 items-start gap-4 lg:grid-cols-[17rem_minmax(0,1fr)]">
          <div className="min-w-0 lg:sticky lg:top-4">
            <ComparedRuns
              runs={runs}
              styles={styles}
              hidden={hidden}
              onHide={hide}
              onRemove={(id) => void setSearch({ runs: ids.filter((each) => each !== id) })}
              onEmphasise={setEmphasised}
            />
          </div>
          <ChartSourceProvider value={SOURCE}>
            <Tabs.Root
              value={search.tab}
              onValueChange={(tab) => void setSearch({ tab: tab as CompareTab })}
              className="min-w-0"
            >
              <TabList label="Parts of the comparison" titles={TAB_TITLES} className="mb-4" />
              <Suspense
                fallback={
                  <div aria-busy>
                    <Skeleton className="h-96" />
                  </div>
                }
              >
                <Tabs.Content value="curves" className="outline-none">
                  <CurvesTab comparison={comparison} ids={present} hidden={hidden} />
                </Tabs.Content>
                <Tabs.Content value="leaderboard" className="outline-none">
                  <LeaderboardTab comparison={comparison} ids={present} />
                </Tabs.Content>
                <Tabs.Content value="parameters" className="outline-none">
                  <ParametersTab comparison={comparison} />
                </Tabs.Content>
                <Tabs.Content value="differences" className="outline-none">
                  <DifferencesTab comparison={comparison} />
                </Tabs.Content>
              </Suspense>
            </Tabs.Root>
          </ChartSourceProvider>
        </div>
      )}
    </div>
  );
}

function DatasetNotice({ comparison: { runs } }: { comparison: Comparison }) {
  const datasets = new Map(runs.map(({ dataset }) => [dataset?.id ?? '', dataset?.name ?? 'no data set']));
  if (datasets.size < 2) return null;
  return (
    <Notice tone="warn" title="These runs were not trained and judged on the same data set">
      <p>
        {[...new Set(datasets.values())].join(', ')}
        {new Set(datasets.values()).size < datasets.size &&
          ' (of one name, but with other images or another split)'}
        : their figures can&apos;t be held against each other as if they were.
      </p>
    </Notice>
  );
}
