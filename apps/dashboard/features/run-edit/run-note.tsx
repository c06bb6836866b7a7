'use client';
import { lazy, Suspense, useState } from 'react';
import type { RunDetail } from '@bestiary/contracts/run';
import { IconButton } from '@bestiary/ui/components/icon-button';
import { Panel } from '@bestiary/ui/components/panel';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { Pencil, StickyNote } from 'lucide-react';
import { tell } from '../shell/toasts.ts';

const Markdown = lazy(() => import('../shell/markdown.tsx'));
const NoteEditor = lazy(() => import('./note-editor.tsx'));

/** A run's note, to be read and to be written in its place. */
export function RunNote({
  run,
  isOpen,
  onOpen,
}: {
  run: RunDetail;
  /** whether it is being written */
  isOpen: boolean;
  onOpen: (open: boolean) => void;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const discard = (text: string) => {
    onOpen(false);
    setDraft(null);
    if (text === (run.note ?? '')) return;
    tell({
      text: 'The draft of the note was discarded',
      undo: () => {
        setDraft(text);
        onOpen(true);
        tell(null);
      },
    });
  };
  if (run.note === null && !isOpen) {
    return (
      <button
        type="button"
        onClick={() => onOpen(true)}
        className="flex h-7 w-fit items-center gap-1.5 rounded-md text-xs text-muted hover:text-ink"
      >
        <StickyNote aria-hidden size={13} />
        Write a note
      </button>
    );
  }
  return (
    <Panel
      title="Note"
      aside={
        !isOpen && (
          <IconButton label="Change the note" onClick={() => onOpen(true)}>
            <Pencil aria-hidden size={14} />
          </IconButton>
        )
      }
    >
      <Suspense fallback={<Skeleton className="h-16" />}>
        {isOpen ? (
          <NoteEditor
            run={run}
            initial={draft ?? run.note ?? ''}
            onDiscard={discard}
            onSaved={() => {
              setDraft(null);
              onOpen(false);
            }}
          />
        ) : (
          <div className="max-h-96 overflow-y-auto">
            <Markdown text={run.note ?? ''} />
          </div>
        )}
      </Suspense>
    </Panel>
  );
}
