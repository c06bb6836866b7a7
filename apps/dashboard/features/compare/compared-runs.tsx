'use client';
import type { RunDetail } from '@bestiary/contracts/run';
import { IconButton } from '@bestiary/ui/components/icon-button';
import { StatusBadge } from '@bestiary/ui/components/status-badge';
import type { RunStyle } from '@bestiary/ui/run-styles';
import clsx from 'clsx';
import { Eye, EyeOff, X } from 'lucide-react';
import { Duration } from '../runs/duration.tsx';
import { RunLink } from '../runs/run-link.tsx';
import { RunSwatch } from './run-swatch.tsx';

/** The runs that are compared, each with its line: pointing at one makes it stand out in every chart. */
export function ComparedRuns({
  runs,
  styles,
  hidden,
  onHide,
  onRemove,
  onEmphasise,
}: {
  runs: readonly RunDetail[];
  styles: ReadonlyMap<string, RunStyle>;
  hidden: ReadonlySet<string>;
  onHide: (id: string) => void;
  onRemove: (id: string) => void;
  onEmphasise: (id: string | null) => void;
}) {
  return (
    <ul
      aria-label="Compared runs"
      className="flex max-h-56 flex-col overflow-y-auto rounded-lg border border-line bg-panel p-1 lg:max-h-[calc(100dvh-8rem)]"
    >
      {runs.map((run) => {
        const isHidden = hidden.has(run.id);
        return (
          <li
            key={run.id}
            onPointerEnter={() => onEmphasise(run.id)}
            onPointerLeave={() => onEmphasise(null)}
            onFocus={() => onEmphasise(run.id)}
            onBlur={() => onEmphasise(null)}
            className="flex min-w-0 items-center gap-2 rounded-md py-1 pl-2 hover:bg-raised"
          >
            <span className={clsx(isHidden && 'opacity-25')}>
              <RunSwatch style={styles.get(run.id)} />
            </span>
            <span className="flex min-w-0 flex-1 flex-col">
              <RunLink run={run} className={clsx(isHidden && 'text-muted')} />
              <span className="flex min-w-0 items-center gap-2 text-2xs text-muted">
                <StatusBadge status={run.status} />
                <Duration run={run} />
                <span className="truncate">{run.dataset?.name ?? 'no data set'}</span>
              </span>
            </span>
            <span className="flex shrink-0">
              <IconButton
                label={`${isHidden ? 'Draw' : 'Hide'} the curves of ${run.name}`}
                aria-pressed={isHidden}
                className="size-7"
                onClick={() => onHide(run.id)}
              >
                {isHidden ? <EyeOff aria-hidden size={14} /> : <Eye aria-hidden size={14} />}
              </IconButton>
              <IconButton label={`Leave out ${run.name}`} className="size-7" onClick={() => onRemove(run.id)}>
                <X aria-hidden size={14} />
              </IconButton>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
