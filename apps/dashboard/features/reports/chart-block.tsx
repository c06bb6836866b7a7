'use client';
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { CHART_PARTS, readChartLine, type ChartLine } from '../charts/chart-part.ts';
import { OwnSettingsProvider, type OwnSettings } from '../charts/chart-search.ts';
import { blockLines } from './report-block.ts';

const ComparisonChart = lazy(() => import('./comparison-chart.tsx'));
const RunChart = lazy(() => import('./run-chart.tsx'));

/** The charts of one code block of a report, a line each. */
export function ChartBlock({ text }: { text: string }) {
  const lines = blockLines(text);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {lines.length === 0 && <Notice title="This block has no chart: a line each, as curves: runs=ID,ID" />}
      {lines.map((line, i) => (
        <LineChart key={`${i} ${line}`} line={line} />
      ))}
    </div>
  );
}

function LineChart({ line }: { line: string }) {
  const chart = useMemo(() => readChartLine(line), [line]);
  if (typeof chart === 'string') return <Notice tone="warn" title={chart} />;
  return (
    <OwnSettings search={chart.search}>
      <Suspense fallback={<Skeleton className="h-80" />}>
        <Chart chart={chart} />
      </Suspense>
    </OwnSettings>
  );
}

function Chart({ chart: { part, search } }: { chart: ChartLine }) {
  return CHART_PARTS[part].of === 'runs' ? (
    <ComparisonChart part={part} />
  ) : (
    <RunChart part={part} id={search.get('run') ?? ''} metric={search.get('metric')} />
  );
}

/** Whoever reads can set the chart otherwise for themselves; the report stays as it is. */
function OwnSettings({ search: initial, children }: { search: URLSearchParams; children: ReactNode }) {
  const [search, setSearch] = useState(initial);
  const [read] = useState<OwnSettings['read']>(() => new Map());
  const settings = useMemo(() => ({ search, onChange: setSearch, read }), [search, read]);
  return <OwnSettingsProvider value={settings}>{children}</OwnSettingsProvider>;
}
