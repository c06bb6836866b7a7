'use client';
import { lazy, Suspense, useMemo, useState } from 'react';
import { LineSwatch } from '@bestiary/ui/components/line-swatch';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { Crosshair } from '@bestiary/ui/crosshair';
import type { OverlayCurve } from '@bestiary/ui/prepare-overlay';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { useChartSearch } from '../charts/chart-search.ts';
import { useTRPC } from '../shell/trpc.ts';
import { useThemeName } from '../shell/use-theme-name.ts';
import { COMPARE_SEARCH } from './compare-search.ts';
import { countsEpochs, curvesQuery, drawnMetrics, metricsOf } from './compare-queries.ts';
import type { Comparison } from './comparison.ts';
import { groupCurves, groupRuns, runCurves } from './overlay-curves.ts';

const MetricChart = lazy(() =>
  import('./metric-chart.tsx').then((module) => ({ default: module.MetricChart })),
);

/** Metrics of all runs over steps or time, a chart each, with one crosshair. */
export function CurveCharts({
  comparison,
  ids,
  hidden,
}: {
  comparison: Comparison;
  ids: readonly string[];
  hidden: ReadonlySet<string>;
}) {
  const { runs, styles, emphasised } = comparison;
  const trpc = useTRPC();
  const theme = useThemeName();
  const [search, setSearch] = useChartSearch(COMPARE_SEARCH, { history: 'push' });
  const [crosshair] = useState(() => new Crosshair());
  const metrics = metricsOf(runs);
  const drawn = drawnMetrics(runs, search);
  const { group, zoom } = search;
  const query = useQuery(
    trpc.curves.draw.queryOptions(curvesQuery(ids, drawn, search), {
      enabled: drawn.length > 0,
      placeholderData: keepPreviousData,
    }),
  );
  const inEpochs = countsEpochs(runs);
  const stepName = inEpochs ? 'epoch' : 'step';
  const shown = useMemo(() => runs.filter(({ id }) => !hidden.has(id)), [runs, hidden]);
  const charts = useMemo(() => {
    const data = query.data ?? [];
    const groups = group === null ? null : groupRuns(shown, group);
    return new Map(
      [...new Set(data.map(({ key }) => key))].map((metric): [string, OverlayCurve[]] => [
        metric,
        groups === null
          ? runCurves(data, metric, shown, styles, theme)
          : groupCurves(data, metric, groups, group!, theme),
      ]),
    );
  }, [query.data, shown, styles, theme, group]);

  if (metrics.length === 0) {
    return (
      <Notice title="None of these runs has logged a metric">
        <p>Curves appear here the moment one does.</p>
      </Notice>
    );
  }
  const legend = group === null ? [] : (drawn.map((metric) => charts.get(metric) ?? []).at(0) ?? []);
  return (
    <>
      {query.isError && (
        <Notice tone="bad" role="alert" title="The curves could not be loaded">
          <p>{query.error.message}</p>
        </Notice>
      )}
      {legend.length > 0 && (
        <ul aria-label="Groups" className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
          {legend.map(({ id, name, colour, dash, band }) => (
            <li key={id} className="flex items-center gap-1.5">
              <LineSwatch colour={colour} dash={dash} />
              {name}
              <span className="text-muted tabular-nums">n {Math.max(...(band?.n ?? [0]))}</span>
            </li>
          ))}
          <li className="text-muted">lines: mean · bands: ± one standard deviation</li>
        </ul>
      )}
      <div
        className={clsx('grid min-w-0 gap-4', drawn.length > 1 && 'xl:grid-cols-2')}
        aria-busy={query.isPending}
      >
        {drawn.map((metric) => (
          <Suspense key={metric} fallback={<Skeleton className="h-80" />}>
            {query.isPending ? (
              <Skeleton className="h-80" />
            ) : (
              <MetricChart
                metric={metric}
                overlay={{
                  curves: charts.get(metric) ?? NONE,
                  theme,
                  axis: search.axis,
                  stepName,
                  firstStep: inEpochs ? 1 : 0,
                  logX: search.logx && search.axis !== 'wall',
                  logY: search.logy,
                  range: zoom,
                  emphasised: group === null ? emphasised : null,
                }}
                crosshair={crosshair}
                onZoom={(range) => void setSearch({ zoom: range })}
              />
            )}
          </Suspense>
        ))}
      </div>
    </>
  );
}

const NONE: readonly OverlayCurve[] = [];
