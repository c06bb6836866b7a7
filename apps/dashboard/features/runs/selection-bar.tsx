'use client';
import { useState } from 'react';
import { MAX_COMPARED } from '@bestiary/contracts/curve';
import type { RunCount, RunShelf } from '@bestiary/contracts/run';
import { IconButton } from '@bestiary/ui/components/icon-button';
import { Archive, ArchiveRestore, Tag, Trash2, Undo2 } from 'lucide-react';
import Link from 'next/link';
import { TagForm } from './tag-form.tsx';
import { formatRunCount } from './run-count.ts';
import { countSelected, selectedIds, type RunSelection } from './run-selection.ts';
import type { BulkActions } from './use-bulk-actions.ts';

/** What can be done with the ticked runs. */
export function SelectionBar({
  selection,
  shelf,
  actions,
  matching,
  onSelectMatching,
  onClear,
}: {
  selection: RunSelection;
  shelf: RunShelf;
  actions: BulkActions;
  /** where all runs shown are ticked and there are more: how many there are */
  matching: RunCount | undefined;
  /** ticks all that match, shown or not */
  onSelectMatching: () => void;
  onClear: () => void;
}) {
  const [tagging, setTagging] = useState(false);
  const count = countSelected(selection);
  if (count.total === 0) return null;
  const ids = selectedIds(selection);
  return (
    <div
      role="region"
      aria-label="Selected runs"
      aria-busy={actions.isBusy}
      className="fixed inset-x-0 bottom-4 z-20 mx-auto flex w-fit max-w-[calc(100vw-1rem)] flex-col gap-2 rounded-lg border border-line-strong bg-panel py-2 pr-2 pl-4 shadow-xl"
    >
      {tagging && (
        <TagForm
          onTag={(key, value) => actions.tag(selection, key, value)}
          onClose={() => setTagging(false)}
        />
      )}
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span aria-live="polite" className="tabular-nums">
          {selection.kind === 'all' && 'All '}
          {formatRunCount(count)} selected
        </span>
        {matching !== undefined && selection.kind === 'some' && (
          <button
            type="button"
            onClick={onSelectMatching}
            className="rounded-md px-2 py-1 font-medium text-accent hover:bg-raised"
          >
            Select all {formatRunCount(matching)} matching
          </button>
        )}
        <button
          type="button"
          onClick={onClear}
          className="rounded-md px-2 py-1 text-muted hover:bg-raised hover:text-ink"
        >
          Clear
        </button>
        {shelf === 'trash' ? (
          <IconButton label="Restore" disabled={actions.isBusy} onClick={() => actions.restore(selection)}>
            <Undo2 aria-hidden size={15} />
          </IconButton>
        ) : (
          <>
            <IconButton label="Tag" aria-expanded={tagging} onClick={() => setTagging(!tagging)}>
              <Tag aria-hidden size={15} />
            </IconButton>
            {shelf === 'active' ? (
              <IconButton
                label="Archive"
                disabled={actions.isBusy}
                onClick={() => actions.archive(selection, true)}
              >
                <Archive aria-hidden size={15} />
              </IconButton>
            ) : (
              <IconButton
                label="Bring back from the archive"
                disabled={actions.isBusy}
                onClick={() => actions.archive(selection, false)}
              >
                <ArchiveRestore aria-hidden size={15} />
              </IconButton>
            )}
            <IconButton label="Delete" disabled={actions.isBusy} onClick={() => actions.trash(selection)}>
              <Trash2 aria-hidden size={15} />
            </IconButton>
          </>
        )}
        {ids === undefined || ids.size > MAX_COMPARED ? (
          <span className="px-2 text-warn">at most {MAX_COMPARED} can be compared</span>
        ) : (
          <Link
            href={compareHref(ids)}
            aria-disabled={ids.size < 2}
            className="rounded-md bg-accent px-3 py-1.5 font-medium text-on-accent hover:opacity-90 aria-disabled:pointer-events-none aria-disabled:opacity-50"
          >
            Compare
          </Link>
        )}
      </div>
    </div>
  );
}

/** Where these runs are compared. */
export function compareHref(ids: ReadonlySet<string>): string {
  return `/compare?runs=${[...ids].join(',')}`;
}
