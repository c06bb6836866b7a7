'use client';
import { lazy, Suspense, useState } from 'react';
import { Columns3 } from 'lucide-react';
import { Popover } from 'radix-ui';
import { usePageActions } from '../shell/page-actions.ts';
import { CONTROL } from './menu-styles.ts';
import type { RunColumnId } from './run-column.ts';

const ColumnPicker = lazy(() => import('./column-picker.tsx'));

/** Which columns the table has, in which order, and which stay in view. */
export function ColumnMenu(props: {
  columns: readonly RunColumnId[];
  pinned: readonly RunColumnId[];
  onChange: (columns: readonly RunColumnId[]) => void;
  onPin: (pinned: readonly RunColumnId[]) => void;
  onReset: () => void;
}) {
  const [open, setOpen] = useState(false);
  usePageActions('Runs', [{ title: 'Choose columns', act: () => setOpen(true), isCommand: true }]);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={CONTROL}>
        <Columns3 aria-hidden size={14} className="text-muted" />
        Columns
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          aria-label="Columns"
          className="z-50 flex max-h-[min(32rem,75vh)] w-80 max-w-[calc(100vw-2rem)] flex-col rounded-md border border-line bg-panel shadow-lg"
        >
          <Suspense fallback={<p className="p-3 text-muted">Loading…</p>}>
            <ColumnPicker {...props} />
          </Suspense>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
