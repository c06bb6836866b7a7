'use client';
import { uuidv7 } from '@bestiary/contracts/id';
import type { SavedSearch } from '@bestiary/contracts/saved-search';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { SavedList } from '../shell/saved-list.tsx';
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
  const saved = useQuery(trpc.savedSearches.list.queryOptions());
  const refresh = () => queryClient.invalidateQueries(trpc.savedSearches.list.pathFilter());
  const save = useMutation(trpc.savedSearches.save.mutationOptions({ onSuccess: refresh }));
  const remove = useMutation(trpc.savedSearches.remove.mutationOptions({ onSuccess: refresh }));
  const failure = saved.error ?? save.error ?? remove.error;
  return (
    <SavedList
      what="search"
      label="Saved searches"
      items={saved.data}
      none="No search was saved yet."
      note={
        <p className="text-xs text-muted">
          Kept with its order, columns and groups:{' '}
          <code className="font-mono break-words">{current.text === '' ? 'all runs' : current.text}</code>
        </p>
      }
      failure={failure?.message}
      isSaving={save.isPending}
      onSave={(name, onSaved) => save.mutate({ id: uuidv7(), name, ...current }, { onSuccess: onSaved })}
      onChoose={onChoose}
      onDelete={({ id }) => remove.mutate({ id })}
      detailOf={({ text }) => text}
    />
  );
}
