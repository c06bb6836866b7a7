'use client';
import { Notice } from '@bestiary/ui/components/notice';
import type { Comparison } from './comparison.ts';
import { useParameterCharts } from './use-parameter-charts.tsx';

/** How the outcome hangs on the parameters. */
export function ParametersTab({ comparison }: { comparison: Comparison }) {
  const charts = useParameterCharts(comparison);
  if (charts === null) return <NoOutcome />;
  return (
    <section aria-label="Parameters" className="flex min-w-0 flex-col gap-4">
      {charts.controls}
      {charts.parallel}
      <div className="grid items-start gap-4 xl:grid-cols-2">
        {charts.scatter}
        {charts.importance}
      </div>
      {charts.table}
    </section>
  );
}

export function NoOutcome() {
  return <Notice title="None of these runs has logged a metric that parameters could be held against" />;
}
