import type { RunSummary } from '@bestiary/contracts/run';
import { ProgressBar, progressWords } from '@bestiary/ui/components/progress-bar';
import { StatusBadge } from '@bestiary/ui/components/status-badge';

/** Status, and how far a running run is. */
export function RunStatus({ run }: { run: Pick<RunSummary, 'status' | 'progress'> }) {
  const { status, progress } = run;
  if (status !== 'running' || progress === null) return <StatusBadge status={status} />;
  return (
    <span className="flex w-full min-w-0 flex-col gap-1" title={progressWords(progress)}>
      <span className="flex items-baseline justify-between gap-2">
        <StatusBadge status={status} />
        <span className="text-2xs text-muted tabular-nums">
          {progress.done}/{progress.total}
        </span>
      </span>
      <ProgressBar progress={progress} />
    </span>
  );
}
