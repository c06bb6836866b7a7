'use client';
import type { RunDetail } from '@bestiary/contracts/run';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import type { Curve } from '@bestiary/ui/curve';
import { formatFixed, formatMetric } from '@bestiary/ui/format';
import clsx from 'clsx';
import { useChartSearch } from '../charts/chart-search.ts';
import { LearningCurvePanel } from './learning-curve-panel.tsx';
import { RUN_SEARCH } from './run-search.ts';
import { useLearningCurves } from './use-learning-curves.ts';

/** Every metric of a run over its epochs, training and validation together. */
export function CurvesSection({ run }: { run: RunDetail }) {
  const [{ smoothing, log }, setSearch] = useChartSearch({
    smoothing: RUN_SEARCH.smoothing,
    log: RUN_SEARCH.log,
  });
  const { history, groups, figures } = useLearningCurves(run.id);
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
            <span className="w-8 tabular-nums">{formatFixed(smoothing, 2)}</span>
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
          <LearningCurvePanel
            key={group.metric}
            run={run}
            group={group}
            smoothing={smoothing}
            logarithmic={log}
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
