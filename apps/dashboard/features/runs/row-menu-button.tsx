'use client';
import { lazy, Suspense, useState } from 'react';
import type { RunSummary } from '@bestiary/contracts/run';
import { Ellipsis } from 'lucide-react';

const RowMenu = lazy(() => import('./row-menu.tsx'));

/** What can be done with the run of a row. */
export type RowAction = 'rename' | 'tags' | 'archive' | 'unarchive' | 'trash' | 'restore';

/** Opens the menu of a row, which is loaded and mounted when it is asked for first: there are many rows. */
export function RowMenuButton({ run, onAction }: { run: RunSummary; onAction: (action: RowAction) => void }) {
  const [wasAsked, setAsked] = useState(false);
  const button = (
    <button
      type="button"
      aria-label={`Actions on ${run.name}`}
      aria-haspopup="menu"
      onClick={() => setAsked(true)}
      className="grid size-7 shrink-0 place-items-center rounded-md text-muted opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 hover:bg-panel hover:text-ink focus-visible:opacity-100 data-[state=open]:opacity-100 max-lg:opacity-100"
    >
      <Ellipsis aria-hidden size={15} />
    </button>
  );
  if (!wasAsked) return button;
  return (
    <Suspense fallback={button}>
      <RowMenu run={run} trigger={button} onAction={onAction} />
    </Suspense>
  );
}
