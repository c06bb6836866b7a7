'use client';
import { useState } from 'react';
import type { RunSummary } from '@bestiary/contracts/run';
import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useFocusBack } from '../shell/use-focus-back.ts';
import { TagEditor } from './tag-editor.tsx';

/** A run's tags, to be changed where only its row is on the page. */
export default function TagsDialog({ run, onClose }: { run: RunSummary; onClose: () => void }) {
  const focusBack = useFocusBack();
  const [open, setOpen] = useState<string | null>('');
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-20 bg-black/50" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={focusBack}
          className="fixed inset-0 z-20 m-auto h-fit max-h-[calc(100dvh-2rem)] w-[min(34rem,calc(100vw-2rem))] overflow-auto rounded-lg border border-line bg-panel p-4"
        >
          <div className="mb-3 flex items-center justify-between gap-4">
            <Dialog.Title className="min-w-0 truncate text-base font-medium">
              Tags of <bdi>{run.name}</bdi>
            </Dialog.Title>
            <Dialog.Close
              aria-label="Close"
              className="grid size-8 shrink-0 place-items-center rounded-md text-muted hover:bg-raised hover:text-ink"
            >
              <X aria-hidden size={15} />
            </Dialog.Close>
          </div>
          <TagEditor run={run} open={open} onOpen={setOpen} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
