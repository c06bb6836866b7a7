'use client';
import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';

const KEYS = [
  ['/', 'go to the search box'],
  ['j, k', 'go to the next run, the one before'],
  ['x', 'select the run, or not'],
  ['Shift + ↓, ↑', 'select on'],
  ['Enter', 'open the run'],
  ['c', 'compare the selected runs'],
  ['Escape', 'select nothing'],
  ['?', 'list the keys'],
] as const;

/** What the keys do on this page. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-0 z-50 m-auto h-fit max-h-[calc(100dvh-2rem)] w-[min(26rem,calc(100vw-2rem))] overflow-auto rounded-lg border border-line bg-panel p-4"
        >
          <div className="mb-3 flex items-center justify-between">
            <Dialog.Title className="text-base font-medium">Keys</Dialog.Title>
            <Dialog.Close
              aria-label="Close"
              className="grid size-8 place-items-center rounded-md text-muted hover:bg-raised hover:text-ink"
            >
              <X aria-hidden size={15} />
            </Dialog.Close>
          </div>
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
            {KEYS.map(([key, meaning]) => (
              <div key={key} className="contents">
                <dt>
                  <kbd className="rounded border border-line-strong bg-raised px-1.5 py-0.5 font-mono text-xs">
                    {key}
                  </kbd>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
