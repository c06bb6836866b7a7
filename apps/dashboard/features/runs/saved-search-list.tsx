'use client';
import { useState } from 'react';
import { uuidv7 } from '@bestiary/contracts/id';
import { Name } from '@bestiary/contracts/project';
import type { SavedSearch } from '@bestiary/contracts/saved-search';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useTRPC } from '../shell/trpc.ts';

export default function SavedSearchList({
  current,
  onChoose,
}: {
  current: Pick<SavedSearch, 'text' | 'sort' | 'columns' | 'layout'>;
  onChoose: (search: SavedSearch) => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const saved = useQuery(trpc.savedSearches.list.queryOptions());
  const refresh = () => queryClient.invalidateQueries(trpc.savedSearches.list.pathFilter());
  const save = useMutation(trpc.savedSearches.save.mutationOptions({ onSuccess: refresh }));
  const remove = useMutation(trpc.savedSearches.remove.mutationOptions({ onSuccess: refresh }));
  const failure = saved.error ?? save.error ?? remove.error;
  return (
    <>
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ id: uuidv7(), name, ...current }, { onSuccess: () => setName('') });
        }}
      >
        <input
          aria-label="Name of this search"
          placeholder="Name of this search"
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
      <p className="text-xs text-muted">
        Kept with its order, columns and groups:{' '}
        <code className="font-mono break-words">{current.text === '' ? 'all runs' : current.text}</code>
      </p>
      {failure && (
        <p role="alert" className="text-xs text-bad">
          {failure.message}
        </p>
      )}
      {saved.data?.length === 0 && <p className="text-xs text-muted">No search was saved yet.</p>}
      <ul aria-label="Saved searches" className="flex max-h-72 flex-col overflow-y-auto">
        {saved.data?.map((search) => (
          <li key={search.id} className="flex items-center gap-1">
            <button
              type="button"
              onClick={() => onChoose(search)}
              className="min-w-0 flex-1 rounded px-2 py-1 text-left hover:bg-raised"
            >
              <span className="block truncate">{search.name}</span>
              <span className="block truncate font-mono text-2xs text-muted">{search.text}</span>
            </button>
            <button
              type="button"
              aria-label={`Delete the search ${search.name}`}
              onClick={() => remove.mutate({ id: search.id })}
              className="grid size-7 shrink-0 place-items-center rounded-md text-muted hover:bg-raised hover:text-bad"
            >
              <Trash2 aria-hidden size={14} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
