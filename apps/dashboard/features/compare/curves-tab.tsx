'use client';
import { fieldOfColumn } from '@bestiary/contracts/run-search';
import { useChartSearch } from '../charts/chart-search.ts';
import { countsEpochs, drawnMetrics, metricsOf } from './compare-queries.ts';
import { COMPARE_SEARCH } from './compare-search.ts';
import type { Comparison } from './comparison.ts';
import { CurveCharts } from './curve-charts.tsx';
import { CurveControls } from './curve-controls.tsx';
import { differingColumns } from './run-field.ts';

/** Curves of all runs, and how they are drawn. */
export function CurvesTab({
  comparison,
  ids,
  hidden,
}: {
  comparison: Comparison;
  ids: readonly string[];
  hidden: ReadonlySet<string>;
}) {
  const { runs } = comparison;
  const [search] = useChartSearch(COMPARE_SEARCH);
  const metrics = metricsOf(runs);
  return (
    <section aria-label="Curves" className="flex min-w-0 flex-col gap-3">
      {metrics.length > 0 && (
        <CurveControls
          metrics={metrics}
          drawn={drawnMetrics(runs, search)}
          params={differingColumns(runs).map((column) => fieldOfColumn(column).key)}
          stepName={countsEpochs(runs) ? 'epoch' : 'step'}
        />
      )}
      <CurveCharts comparison={comparison} ids={ids} hidden={hidden} />
      {metrics.length > 0 && (
        <p className="text-xs text-muted">
          Drag over a chart to zoom, or Ctrl and the wheel; a double click shows all. In a focused chart the
          arrow keys read values, + and − zoom, 0 shows all.
        </p>
      )}
    </section>
  );
}
