import type { RunSummary } from '@bestiary/contracts/run';
import { Duration } from './duration.tsx';
import { LabelValue } from './label-value.tsx';
import { metricOf, type BarRange } from './metric-bars.ts';
import { MetricValue } from './metric-value.tsx';
import type { RunColumnId } from './run-column.ts';
import { RunStatus } from './run-status.tsx';
import { Started } from './started.tsx';

/** What a run has in a column. */
export function RunCell({
  run,
  column,
  range,
}: {
  run: RunSummary;
  column: RunColumnId;
  /** of a metric's bars; undefined: it has none */
  range?: BarRange | undefined;
}) {
  switch (column) {
    case 'status':
      return <RunStatus run={run} />;
    case 'dataset':
      return (
        <span className="truncate text-muted" title={run.dataset?.name}>
          {run.dataset?.name ?? '–'}
        </span>
      );
    case 'duration':
      return <Duration run={run} />;
    case 'started':
      return (
        <span className="text-muted">{run.startedAt === null ? '–' : <Started at={run.startedAt} />}</span>
      );
    default:
      return column.startsWith('metrics.') ? (
        <MetricValue value={metricOf(run, column)} range={range} />
      ) : (
        <LabelValue value={run.values[column]} />
      );
  }
}
