import type { RunSummary } from '@bestiary/contracts/run';
import { Duration } from './duration.tsx';
import { MetricValue } from './metric-value.tsx';
import { RunLink } from './run-link.tsx';
import { RunStatus } from './run-status.tsx';
import { KEY_METRICS } from './runs-columns.tsx';
import { Started } from './started.tsx';

/** A run where there is no room for columns. */
export function NarrowRun({ run }: { run: RunSummary }) {
  return (
    <span className="flex flex-col gap-1 py-2.5">
      <span className="flex min-w-0 items-center justify-between gap-3">
        <RunLink run={run} className="text-base" />
        <span className="shrink-0">
          <RunStatus run={run} />
        </span>
      </span>
      <span className="flex flex-wrap gap-x-3 text-xs">
        {KEY_METRICS.map(({ key, title }) => (
          <span key={key} className="whitespace-nowrap">
            <span className="text-muted">{title.replace('Val. ', '')} </span>
            <MetricValue value={run.metrics[key]} />
          </span>
        ))}
      </span>
      <span className="flex min-w-0 gap-x-2 text-xs text-muted">
        <span className="truncate">{run.dataset?.name ?? run.projectName}</span>
        <span aria-hidden>·</span>
        <Duration run={run} />
        {run.startedAt !== null && (
          <>
            <span aria-hidden>·</span>
            <Started at={run.startedAt} />
          </>
        )}
      </span>
    </span>
  );
}
