'use client';
import { lazy, Suspense, useMemo } from 'react';
import type { MetricHistory } from '@bestiary/contracts/metric';
import type { RunDetail } from '@bestiary/contracts/run';
import { CHART_THEMES } from '@bestiary/ui/chart-theme';
import { Notice } from '@bestiary/ui/components/notice';
import { Panel } from '@bestiary/ui/components/panel';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { accuracyFloor } from '@bestiary/ui/prepare-learning-curves';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { toCurve } from '../run/merge-points.ts';
import { useTRPC } from '../shell/trpc.ts';
import { useThemeName } from '../shell/use-theme-name.ts';
import { ComparedConfusions } from './compared-confusions.tsx';
import { ComparedRuns } from './compared-runs.tsx';
import { COMPARE_SEARCH, comparedIds } from './compare-search.ts';
import { MetricsTable, ParamsTable } from './comparison-tables.tsx';

const CurvesChart = lazy(() =>
  import('@bestiary/ui/components/curves-chart').then((module) => ({ default: module.CurvesChart })),
);
const HEIGHT = 340;
const NO_HISTORY: MetricHistory = [];

/** Several runs beside each other: a curve each, what came out, what was set differently. */
export function CompareView() {
  const trpc = useTRPC();
  const [search, setSearch] = useQueryStates(COMPARE_SEARCH);
  const ids = useMemo(() => comparedIds(search.runs), [search.runs]);
  const queries = useQueries({ queries: ids.map((id) => trpc.runs.get.queryOptions({ id })) });
  const history = useQuery(trpc.metrics.history.queryOptions({ runIds: ids }, { enabled: ids.length > 0 }));
  const runs = queries.flatMap(({ data }) => (data === undefined ? [] : [data]));
  const missing = queries.filter(({ isError }) => isError).length;
  const isPending = queries.some((query) => query.isPending);

  if (ids.length === 0) {
    return (
      <Notice title="Nothing to compare">
        <p>Tick two or more runs in the table of runs, then choose Compare.</p>
      </Notice>
    );
  }
  if (isPending && runs.length === 0) return <Skeleton className="h-96" />;
  return (
    <div className="flex flex-col gap-4">
      {missing > 0 && (
        <Notice
          tone="warn"
          role="status"
          title={
            missing === 1
              ? 'One of these runs could not be loaded'
              : `${missing} of these runs could not be loaded`
          }
        >
          <p>It may have been deleted. The others are shown.</p>
        </Notice>
      )}
      <ComparedRuns
        runs={runs}
        onRemove={(id) => void setSearch({ runs: ids.filter((each) => each !== id) })}
      />
      {runs.length > 0 && (
        <>
          <Curves
            runs={runs}
            history={history.data ?? NO_HISTORY}
            metric={search.metric}
            onMetric={(metric) => void setSearch({ metric })}
          />
          <div className="grid items-start gap-4 2xl:grid-cols-2">
            <MetricsTable runs={runs} />
            <ParamsTable runs={runs} />
          </div>
          <ComparedConfusions runs={runs} />
        </>
      )}
    </div>
  );
}

function Curves({
  runs,
  history,
  metric,
  onMetric,
}: {
  runs: readonly RunDetail[];
  history: MetricHistory;
  metric: string;
  onMetric: (metric: string) => void;
}) {
  const theme = useThemeName();
  const colours = CHART_THEMES[theme].runs;
  const metrics = [...new Set(history.flatMap(({ series }) => series.map(({ key }) => key)))].sort();
  const curves = runs.flatMap((run, i) => {
    const series = history.find(({ runId }) => runId === run.id)?.series.find(({ key }) => key === metric);
    const colour = colours[i % colours.length] ?? colours[0]!;
    // names may repeat, ids don't; the legend above says which colour is which run
    return series === undefined
      ? []
      : [{ ...toCurve(series), name: nameOf(runs, i), colour, dashed: i >= colours.length }];
  });
  const isShare = /accuracy|recall|precision|f1/.test(metric);
  const inEpochs = runs.every((run) => 'epochs' in run.params);
  return (
    <Panel
      title="Curves"
      aside={
        <label className="flex items-center gap-2 text-xs text-muted">
          metric
          <select
            value={metrics.includes(metric) ? metric : ''}
            onChange={(event) => onMetric(event.target.value)}
            className="h-7 max-w-56 rounded-md border border-line bg-paper px-2 text-ink"
          >
            {!metrics.includes(metric) && <option value="">choose one</option>}
            {metrics.map((key) => (
              <option key={key} value={key}>
                {key}
              </option>
            ))}
          </select>
        </label>
      }
    >
      {curves.length === 0 ? (
        <Notice title={`None of these runs has logged ${metric}`} />
      ) : (
        <Suspense fallback={<Skeleton className="h-80" />}>
          <CurvesChart
            label={metric}
            curves={curves}
            theme={theme}
            height={HEIGHT}
            stepName={inEpochs ? 'epoch' : 'step'}
            firstStep={inEpochs ? 1 : 0}
            {...(isShare ? { min: accuracyFloor(curves), max: 1 } : {})}
          />
        </Suspense>
      )}
    </Panel>
  );
}

/** A run's name, with its id where another one has the same. */
function nameOf(runs: readonly RunDetail[], index: number): string {
  const { name, id } = runs[index]!;
  const isAlone = runs.every((run, i) => i === index || run.name !== name);
  return isAlone ? name : `${name} …${id.slice(-6)}`;
}
