'use client';
import { useState } from 'react';
import { formatCount } from '@bestiary/ui/format';
import { useQueryClient } from '@tanstack/react-query';
import { tell, type ToastMessage } from '../shell/toasts.ts';
import { useTRPC, useTRPCClient } from '../shell/trpc.ts';

export interface BulkActions {
  isBusy: boolean;
  tag: (ids: readonly string[], key: string, value: string | null) => void;
  archive: (ids: readonly string[], archived: boolean) => void;
  trash: (ids: readonly string[]) => void;
  restore: (ids: readonly string[]) => void;
}

/**
 * Changes many runs at once, and says what was done with a way back. What is undone are the runs that the change
 * changed, not those that were so before.
 *
 * @param onMoved is told of runs that left the list
 */
export function useBulkActions(onMoved: (ids: readonly string[]) => void): BulkActions {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [isBusy, setBusy] = useState(false);

  const attempt = async (work: () => Promise<ToastMessage | null>) => {
    setBusy(true);
    try {
      tell(await work());
    } catch (error) {
      tell({ text: error instanceof Error ? error.message : String(error), isError: true });
    } finally {
      setBusy(false);
      void queryClient.invalidateQueries(trpc.runs.list.pathFilter());
      void queryClient.invalidateQueries(trpc.projects.list.pathFilter());
      void queryClient.invalidateQueries(trpc.runs.keys.pathFilter());
    }
  };
  const undo = (ids: string[], work: (ids: string[]) => Promise<unknown>) => ({
    undo: () =>
      void attempt(async () => {
        await work(ids);
        return null;
      }),
  });
  const trash = (ids: string[]) => client.bulk.trash.mutate({ ids });
  const restore = (ids: string[]) => client.bulk.restore.mutate({ ids });

  return {
    isBusy,
    tag: (ids, key, value) =>
      void attempt(async () => {
        const { changed } = await client.bulk.tag.mutate({ ids: [...ids], tags: { [key]: value } });
        return {
          text: `${runsOf(changed)} ${value === null ? `lost the tag ${key}` : `tagged ${key}=${value}`}`,
        };
      }),
    archive: (ids, archived) =>
      void attempt(async () => {
        const { changed } = await client.bulk.archive.mutate({ ids: [...ids], archived });
        onMoved(ids);
        return {
          text: `${runsOf(changed)} ${archived ? 'archived' : 'brought back from the archive'}`,
          ...undo(changed, (back) => client.bulk.archive.mutate({ ids: back, archived: !archived })),
        };
      }),
    trash: (ids) =>
      void attempt(async () => {
        const { changed } = await trash([...ids]);
        onMoved(ids);
        return { text: `${runsOf(changed)} moved to the trash`, ...undo(changed, restore) };
      }),
    restore: (ids) =>
      void attempt(async () => {
        const { changed } = await restore([...ids]);
        onMoved(ids);
        return { text: `${runsOf(changed)} restored`, ...undo(changed, trash) };
      }),
  };
}

function runsOf({ length }: readonly string[]): string {
  return length === 1 ? '1 run' : `${formatCount(length)} runs`;
}
