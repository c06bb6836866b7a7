import type { RunSummary } from '@bestiary/contracts/run';
import { Duration } from './duration.tsx';
import { isKeyColumn, runColumn, type RunColumnId } from './run-column.ts';
import { RunCell } from './run-cell.tsx';
import { RunLink } from './run-link.tsx';
import { RunStatus } from './run-status.tsx';
import { Started } from './started.tsx';

/** A run where there is no room for columns. */
export function NarrowRun({ run, columns }: { run: RunSummary; columns: readonly RunColumnId[] }) {
  return (
    <span className="flex flex-col gap-1 py-2.5">
      <span className="flex min-w-0 items-center justify-between gap-3">
        <RunLink run={run} className="text-base" />
        <span className="shrink-0">
          <RunStatus run={run} />
        </span>
      </span>
      <span className="flex flex-wrap gap-x-3 text-xs">
        {columns.filter(isKeyColumn).map((id) => (
          <span key={id} className="flex max-w-full min-w-0 gap-1">
            <span className="truncate text-muted">{runColumn(id).title.replace('Val. ', '')}</span>
            <RunCell run={run} column={id} />
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
