import type { RunDetail } from '@bestiary/contracts/run';
import { IconButton } from '@bestiary/ui/components/icon-button';
import { Notice } from '@bestiary/ui/components/notice';
import { StatusBadge } from '@bestiary/ui/components/status-badge';
import { X } from 'lucide-react';
import { Duration } from '../runs/duration.tsx';
import { RunLink } from '../runs/run-link.tsx';
import { RunSwatch } from './run-swatch.tsx';

/** The runs that are compared, each with its colour. */
export function ComparedRuns({
  runs,
  onRemove,
}: {
  runs: readonly RunDetail[];
  onRemove: (id: string) => void;
}) {
  const datasets = new Set(runs.map(({ dataset }) => dataset?.id ?? ''));
  return (
    <>
      <ul aria-label="Compared runs" className="grid gap-2 sm:grid-cols-2 xl:grid-cols-4">
        {runs.map((run, i) => (
          <li
            key={run.id}
            className="flex min-w-0 items-center gap-2.5 rounded-lg border border-line bg-panel py-1.5 pr-1 pl-3"
          >
            <RunSwatch index={i} />
            <span className="flex min-w-0 flex-1 flex-col">
              <RunLink run={run} />
              <span className="flex items-center gap-2 text-xs text-muted">
                <StatusBadge status={run.status} />
                <span className="truncate">{run.dataset?.name}</span>
                <Duration run={run} />
              </span>
            </span>
            <IconButton label={`Leave out ${run.name}`} onClick={() => onRemove(run.id)}>
              <X aria-hidden size={14} />
            </IconButton>
          </li>
        ))}
      </ul>
      {datasets.size > 1 && (
        <Notice tone="warn" title="These runs were not trained and judged on the same data set">
          <p>Their figures can&apos;t be held against each other as if they were.</p>
        </Notice>
      )}
    </>
  );
}
