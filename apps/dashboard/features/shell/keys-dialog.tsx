'use client';
import { useState } from 'react';
import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { pageActions } from './page-actions.ts';
import { useFocusBack } from './use-focus-back.ts';

/** What the keys do on this page. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  const focusBack = useFocusBack();
  const [places] = useState(() =>
    pageActions()
      .map(({ where, actions }) => ({ where, actions: actions.filter(({ key }) => key !== undefined) }))
      .filter(({ actions }) => actions.length > 0),
  );
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={focusBack}
          className="fixed inset-0 z-50 m-auto h-fit max-h-[calc(100dvh-2rem)] w-[min(28rem,calc(100vw-2rem))] overflow-auto rounded-lg border border-line bg-panel p-4"
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
          {places.map(({ where, actions }) => (
            <section key={where} aria-label={where} className="mb-4 last:mb-0">
              <h3 className="heading mb-2">{where}</h3>
              <dl className="grid grid-cols-[minmax(6.5rem,auto)_1fr] gap-x-6 gap-y-2">
                {actions.map(({ key, shown = key, title }) => (
                  <div key={title} className="contents">
                    <dt>
                      <kbd className="rounded border border-line-strong bg-raised px-1.5 py-0.5 font-mono text-xs">
                        {shown}
                      </kbd>
                    </dt>
                    <dd>{title}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
