'use client';
import { useState } from 'react';
import { uuidv7 } from '@bestiary/contracts/id';
import { Name } from '@bestiary/contracts/project';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Bookmark, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Popover } from 'radix-ui';
import { useTRPC } from '../shell/trpc.ts';

const PAGE = 'compare';

/** Comparisons under a name: saved as the address that this page has, so all of it comes back. */
export function SavedViews() {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
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
          <form
            className="flex gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              save.mutate(
                { id: uuidv7(), page: PAGE, name, state: { search: window.location.search } },
                { onSuccess: () => setName('') },
              );
            }}
          >
            <input
              aria-label="Name of this view"
              placeholder="Name of this view"
              value={name}
              maxLength={200}
              onChange={(event) => setName(event.target.value)}
              className="h-8 min-w-0 flex-1 rounded-md border border-line bg-paper px-2"
            />
            <button
              type="submit"
              disabled={!Name.safeParse(name).success || save.isPending}
              className="rounded-md bg-accent px-3 font-medium text-on-accent disabled:opacity-50"
            >
              Save
            </button>
          </form>
          {failure && (
            <p role="alert" className="text-xs text-bad">
              {failure.message}
            </p>
          )}
          {views.data?.length === 0 && <p className="text-xs text-muted">No comparison was saved yet.</p>}
          <ul aria-label="Saved comparisons" className="flex max-h-72 flex-col overflow-y-auto">
            {views.data?.map((view) => (
              <li key={view.id} className="flex items-center gap-1">
                <button
                  type="button"
                  onClick={() => {
                    setOpen(false);
                    router.push(`/compare${searchOf(view.state)}`);
                  }}
                  className="min-w-0 flex-1 truncate rounded px-2 py-1 text-left hover:bg-raised"
                >
                  {view.name}
                </button>
                <button
                  type="button"
                  aria-label={`Delete the view ${view.name}`}
                  onClick={() => remove.mutate({ id: view.id })}
                  className="grid size-7 place-items-center rounded-md text-muted hover:bg-raised hover:text-bad"
                >
                  <Trash2 aria-hidden size={14} />
                </button>
              </li>
            ))}
          </ul>
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
