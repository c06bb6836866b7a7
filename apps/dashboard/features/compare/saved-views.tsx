'use client';
import { useState } from 'react';
import { uuidv7 } from '@bestiary/contracts/id';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Bookmark } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Popover } from 'radix-ui';
import { SavedList } from '../shell/saved-list.tsx';
import { useTRPC } from '../shell/trpc.ts';

const PAGE = 'compare';

/** Comparisons under a name: saved as the address that this page has, so all of it comes back. */
export function SavedViews() {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const views = useQuery(trpc.savedViews.list.queryOptions({ page: PAGE }, { enabled: open }));
  const refresh = () => queryClient.invalidateQueries(trpc.savedViews.list.pathFilter());
  const save = useMutation(trpc.savedViews.save.mutationOptions({ onSuccess: refresh }));
  const remove = useMutation(trpc.savedViews.remove.mutationOptions({ onSuccess: refresh }));
  const failure = views.error ?? save.error ?? remove.error;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line bg-panel px-2.5 hover:border-line-strong">
        <Bookmark aria-hidden size={14} />
        Views
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          aria-label="Saved comparisons"
          className="z-40 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2 rounded-md border border-line bg-panel p-3 shadow-lg"
        >
          <SavedList
            what="view"
            label="Saved comparisons"
            items={views.data}
            none="No comparison was saved yet."
            failure={failure?.message}
            isSaving={save.isPending}
            onSave={(name, onSaved) =>
              save.mutate(
                { id: uuidv7(), page: PAGE, name, state: { search: window.location.search } },
                { onSuccess: onSaved },
              )
            }
            onChoose={(view) => {
              setOpen(false);
              router.push(`/compare${searchOf(view.state)}`);
            }}
            onDelete={({ id }) => remove.mutate({ id })}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The query part of a saved address; nothing where the state is none of this page's. */
function searchOf(state: unknown): string {
  const search = typeof state === 'object' && state !== null && 'search' in state ? state.search : '';
  return typeof search === 'string' && search.startsWith('?') ? search : '';
}
