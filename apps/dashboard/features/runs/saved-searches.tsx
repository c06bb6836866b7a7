'use client';
import { lazy, Suspense, useState } from 'react';
import type { SavedSearch } from '@bestiary/contracts/saved-search';
import { Bookmark } from 'lucide-react';
import { Popover } from 'radix-ui';
import { usePageActions } from '../shell/page-actions.ts';
import { CONTROL } from './menu-styles.ts';

const SavedSearchList = lazy(() => import('./saved-search-list.tsx'));

/** Searches under a name, each with its order and columns. */
export function SavedSearches({
  current,
  onChoose,
}: {
  /** what would be saved now */
  current: Pick<SavedSearch, 'text' | 'sort' | 'columns' | 'layout'>;
  onChoose: (search: SavedSearch) => void;
}) {
  const [open, setOpen] = useState(false);
  usePageActions('Runs', [
    { title: 'Save this search, or choose a saved one', act: () => setOpen(true), isCommand: true },
  ]);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={CONTROL}>
        <Bookmark aria-hidden size={14} className="text-muted" />
        Searches
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          aria-label="Saved searches"
          className="z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2 rounded-md border border-line bg-panel p-3 shadow-lg"
        >
          <Suspense fallback={<p className="text-muted">Loading…</p>}>
            <SavedSearchList
              current={current}
              onChoose={(search) => {
                setOpen(false);
                onChoose(search);
              }}
            />
          </Suspense>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
