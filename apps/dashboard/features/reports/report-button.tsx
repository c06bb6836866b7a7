'use client';
import { lazy, Suspense, useState } from 'react';
import { NotebookPen } from 'lucide-react';
import { Popover } from 'radix-ui';

const ReportMenu = lazy(() => import('./report-menu.tsx'));

/** Puts a chart as it is now into a report. */
export function ReportButton({ name, line }: { name: string; line: () => string }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={`Add ${name} to a report`}
        title="Add to a report"
        className="grid size-7 shrink-0 place-items-center rounded-md text-muted hover:bg-raised hover:text-ink print:hidden"
      >
        <NotebookPen aria-hidden size={14} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          aria-label="Reports"
          className="z-50 w-64 max-w-[calc(100vw-2rem)] rounded-md border border-line bg-panel p-1 text-xs shadow-lg"
        >
          <Suspense fallback={<p className="p-2 text-muted">Loading…</p>}>
            <ReportMenu line={line} onDone={() => setOpen(false)} />
          </Suspense>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
