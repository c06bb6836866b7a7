'use client';
import { lazy, Suspense, useState } from 'react';
import { ChevronDown, Layers } from 'lucide-react';
import { Popover } from 'radix-ui';
import { usePageActions } from '../shell/page-actions.ts';
import { groupTitle, type GroupWord } from './group-by.ts';
import { CONTROL } from './menu-styles.ts';

const GroupPicker = lazy(() => import('./group-picker.tsx'));

/** What the rows of the table are put together by. */
export function GroupMenu({ value, onChange }: { value: GroupWord; onChange: (value: GroupWord) => void }) {
  const [open, setOpen] = useState(false);
  usePageActions('Runs', [{ title: 'Group the runs', act: () => setOpen(true), isCommand: true }]);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={value === '' ? 'Group' : `Grouped by: ${groupTitle(value)}`}
        className={`${CONTROL} max-w-48`}
      >
        <Layers aria-hidden size={14} className="shrink-0 text-muted" />
        <span className="truncate">{value === '' ? 'Group' : groupTitle(value)}</span>
        <ChevronDown aria-hidden size={13} className="shrink-0 text-muted" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          aria-label="Group by"
          className="z-50 flex max-h-[min(30rem,75vh)] w-64 max-w-[calc(100vw-2rem)] flex-col rounded-md border border-line bg-panel p-1 shadow-lg"
        >
          <Suspense fallback={<p className="p-2 text-muted">Loading…</p>}>
            <GroupPicker
              value={value}
              onChange={(next) => {
                setOpen(false);
                onChange(next);
              }}
            />
          </Suspense>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
