'use client';
import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { FirstSteps } from './first-steps.tsx';

const TOUR: readonly { where: string; what: string }[] = [
  {
    where: 'Runs',
    what: 'one line a training. Type into the search box to find some; tick two to compare them.',
  },
  { where: 'A run', what: 'its name opens it: curves, what it got wrong, thresholds, files, settings.' },
  { where: 'Compare', what: 'curves on top of each other, and which run is better beyond chance.' },
  { where: 'Sweeps', what: 'searches for good settings: what was tried, and what mattered.' },
];

/** What there is here, and the commands that fill it. */
export default function GetStartedDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-0 z-50 m-auto h-fit max-h-[calc(100dvh-2rem)] w-[min(34rem,calc(100vw-2rem))] overflow-auto rounded-lg border border-line bg-panel p-5"
        >
          <div className="mb-3 flex items-center justify-between">
            <Dialog.Title className="text-base font-medium">Get started</Dialog.Title>
            <Dialog.Close
              aria-label="Close"
              className="grid size-8 place-items-center rounded-md text-muted hover:bg-raised hover:text-ink"
            >
              <X aria-hidden size={15} />
            </Dialog.Close>
          </div>
          <FirstSteps />
          <h3 className="heading mt-6 mb-2">What is where</h3>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
            {TOUR.map(({ where, what }) => (
              <div key={where} className="contents">
                <dt className="font-medium">{where}</dt>
                <dd className="text-muted">{what}</dd>
              </div>
            ))}
          </dl>
          <p className="mt-4 text-muted">
            <Key>⌘K</Key> or <Key>Ctrl K</Key> finds everything, <Key>?</Key> lists the keys of a page.
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Key({ children }: { children: string }) {
  return (
    <kbd className="rounded border border-line-strong bg-raised px-1.5 py-0.5 font-mono text-xs text-ink">
      {children}
    </kbd>
  );
}
