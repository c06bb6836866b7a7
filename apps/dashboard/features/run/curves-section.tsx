'use client';
import { lazy, Suspense, useMemo } from 'react';
import type { RunDetail } from '@bestiary/contracts/run';
import { CurveLegend } from '@bestiary/ui/components/curve-legend';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import type { Curve } from '@bestiary/ui/curve';
import { formatMetric } from '@bestiary/ui/format';
import { groupCurves, splitFigures, type MetricGroup } from '@bestiary/ui/group-curves';
import {
  accuracyFloor,
  curvesCsv,
  styleSplits,
  type CurvesChart as CurvesChartData,
} from '@bestiary/ui/prepare-learning-curves';
import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { useQueryStates } from 'nuqs';
import { ChartPanel } from '../charts/chart-panel.tsx';
import { useTRPC } from '../shell/trpc.ts';
import { useThemeName } from '../shell/use-theme-name.ts';
import { toCurve } from './merge-points.ts';
import { RUN_QUERIES } from './run-queries.ts';
import { RUN_SEARCH } from './run-search.ts';

const CurvesChart = lazy(() =>
  import('@bestiary/ui/components/curves-chart').then((module) => ({ default: module.CurvesChart })),
);
const HEIGHT = 240;
/** Of an exported picture, in pixels of the SVG. */
const PICTURE = { width: 960, height: 400 };

/** Every metric of a run over its epochs, training and validation together. */
export function CurvesSection({ run }: { run: RunDetail }) {
  const trpc = useTRPC();
  const [{ smoothing, log }, setSearch] = useQueryStates({
    smoothing: RUN_SEARCH.smoothing,
    log: RUN_SEARCH.log,
  });
  const history = useQuery(trpc.metrics.history.queryOptions(RUN_QUERIES.history(run.id)));
  const { curves: groups, figures } = useMemo(
    () => splitFigures(groupCurves((history.data?.[0]?.series ?? []).map(toCurve))),
    [history.data],
  );
  const longest = Math.max(
    0,
    ...groups.flatMap(({ training, validation }) => [
      training?.steps.length ?? 0,
      validation?.steps.length ?? 0,
    ]),
  );

  if (history.isPending) return <Skeleton className="h-72" />;
  if (history.isError) {
    return (
      <Notice tone="bad" role="alert" title="The learning curves could not be loaded">
        <p>{history.error.message}</p>
      </Notice>
    );
  }
  if (groups.length === 0) {
    return (
      <Notice title={run.status === 'running' ? 'The first epoch is on its way' : 'No metrics were logged'}>
        {run.status === 'running' && <p>Its curves appear here the moment it is done.</p>}
      </Notice>
    );
  }
  return (
    <section aria-labelledby="learning-curves" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2 text-xs text-muted">
        <h2 id="learning-curves" className="mr-auto text-base font-semibold tracking-tight text-ink">
          Learning curves
        </h2>
        {longest > 10 && (
          <label className="flex items-center gap-2">
            smoothing
            <input
              type="range"
              min={0}
              max={0.95}
              step={0.05}
              value={smoothing}
              onChange={(event) => void setSearch({ smoothing: Number(event.target.value) })}
              className="w-28 accent-accent"
            />
            <span className="w-8 tabular-nums">{smoothing.toFixed(2)}</span>
          </label>
        )}
        <label className="flex items-center gap-1.5">
          <input
            type="checkbox"
            checked={log}
            onChange={(event) => void setSearch({ log: event.target.checked })}
            className="accent-accent"
          />
          logarithmic loss
        </label>
      </div>
      <div className={clsx('grid gap-4 lg:grid-cols-2', groups.length > 2 && 'xl:grid-cols-3')}>
        {groups.map((group) => (
          <MetricPanel
            key={group.metric}
            group={group}
            inEpochs={'epochs' in run.params}
            lastStep={lastStepOf(run)}
            smoothing={Math.min(0.99, Math.max(0, smoothing))}
            logarithmic={log}
            chartGroup={run.id}
          />
        ))}
      </div>
      {figures.length > 0 && <Figures figures={figures} />}
    </section>
  );
}

/** Metrics that have one value. */
function Figures({ figures }: { figures: readonly Curve[] }) {
  return (
    <dl aria-label="Other metrics" className="flex flex-wrap gap-x-8 gap-y-2 text-sm">
      {figures.map(({ name, values }) => (
        <div key={name} className="flex items-baseline gap-2">
          <dt className="text-muted">{name.replaceAll('_', ' ')}</dt>
          <dd className="font-medium tabular-nums">{formatMetric(values[0] ?? NaN)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The step that a running run is going to end with, as far as it says so. */
function lastStepOf({ status, progress }: RunDetail): number | undefined {
  const known = status === 'running' && progress !== null && progress.unit === 'epoch' && progress.total > 1;
  return known ? progress.total - 1 : undefined;
}

function MetricPanel({
  group,
  inEpochs,
  lastStep,
  smoothing,
  logarithmic,
  chartGroup,
}: {
  group: MetricGroup;
  inEpochs: boolean;
  lastStep: number | undefined;
  smoothing: number;
  logarithmic: boolean;
  chartGroup: string;
}) {
  const theme = useThemeName();
  const { metric, training, validation, folds } = group;
  const curves = styleSplits(training, validation, theme, folds);
  const isLoss = metric === 'loss' || metric.endsWith('_loss');
  const isShare = /accuracy|recall|precision|f1/.test(metric);
  const chart: CurvesChartData = {
    curves,
    theme,
    smoothing,
    ...(lastStep === undefined ? {} : { lastStep }),
    stepName: inEpochs ? 'epoch' : 'step',
    firstStep: inEpochs ? 1 : 0,
    ...(isLoss && logarithmic ? { logarithmic } : {}),
    ...(isShare ? { min: accuracyFloor(curves), max: 1 } : {}),
    ...(isLoss && !logarithmic ? { min: 0 } : {}),
  };
  const title = metric.replaceAll('_', ' ');
  return (
    <ChartPanel
      title={title}
      aside={<CurveLegend curves={curves} />}
      picture={async () => {
        const { curvesPicture } = await import('@bestiary/ui/curves-picture');
        return curvesPicture(chart, PICTURE.width, PICTURE.height);
      }}
      legend={curves.flatMap(({ name, colour, dashed, faint }) =>
        faint ? [] : [{ name, colour, dash: dashed ? [5, 4] : [] }],
      )}
      csv={() => curvesCsv(chart)}
    >
      <Suspense fallback={<Skeleton className="h-60" />}>
        <CurvesChart label={metric} height={HEIGHT} group={chartGroup} {...chart} />
      </Suspense>
    </ChartPanel>
  );
}
