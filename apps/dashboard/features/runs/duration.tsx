'use client';
import type { RunSummary } from '@bestiary/contracts/run';
import { formatDuration } from '@bestiary/ui/format';
import { useNow } from '../shell/use-now.ts';

/** How long a run or a sweep took, or takes: then it counts on. */
export function Duration({ run }: { run: Pick<RunSummary, 'startedAt' | 'endedAt'> & { status: string } }) {
  const ticking = run.status === 'running';
  const now = useNow(ticking);
  if (run.startedAt === null) return <span className="text-muted">–</span>;
  const end = run.endedAt === null ? (ticking ? now : null) : Date.parse(run.endedAt);
  if (end === null) return <span className="text-muted">–</span>;
  const duration = end - Date.parse(run.startedAt);
  return (
    <span className="whitespace-nowrap tabular-nums">
      {ticking && duration > 0
        ? formatDuration(Math.floor(duration / 1_000) * 1_000)
        : formatDuration(duration)}
    </span>
  );
}
