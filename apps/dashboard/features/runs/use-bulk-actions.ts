'use client';
import { useState } from 'react';
import { MAX_RUN_IDS, type RunTags } from '@bestiary/contracts/run-bulk';
import { formatCount } from '@bestiary/ui/format';
import { useQueryClient } from '@tanstack/react-query';
import { tell, type ToastMessage } from '../shell/toasts.ts';
import { useTRPC, useTRPCClient } from '../shell/trpc.ts';
import { runsToChange, type RunSelection } from './run-selection.ts';

export interface BulkActions {
  isBusy: boolean;
  tag: (runs: RunSelection, key: string, value: string | null) => void;
  archive: (runs: RunSelection, archived: boolean) => void;
  trash: (runs: RunSelection) => void;
  restore: (runs: RunSelection) => void;
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
      for (const changed of [trpc.runs, trpc.groups, trpc.projects]) {
        void queryClient.invalidateQueries(changed.pathFilter());
      }
    }
  };
  /** A way back over what changed, in as many requests as its size needs. */
  const undo = <Changed>(changed: readonly Changed[], work: (part: Changed[]) => Promise<unknown>) => {
    if (changed.length === 0) return {};
    return {
      undo: () =>
        void attempt(async () => {
          for (let from = 0; from < changed.length; from += MAX_RUN_IDS) {
            await work(changed.slice(from, from + MAX_RUN_IDS));
          }
          return null;
        }),
    };
  };

  return {
    isBusy,
    tag: (runs, key, value) =>
      void attempt(async () => {
        const { changed, before } = await client.bulk.tag.mutate({
          ...runsToChange(runs),
          tags: { [key]: value },
        });
        return {
          text: `${runsOf(changed)} ${value === null ? `lost the tag ${key}` : `tagged ${key}=${value}`}`,
          ...undo(before, (part: RunTags) => client.bulk.retag.mutate({ runs: part })),
        };
      }),
    archive: (runs, archived) =>
      void attempt(async () => {
        const { changed } = await client.bulk.archive.mutate({ ...runsToChange(runs), archived });
        onMoved(changed);
        return {
          text: `${runsOf(changed)} ${archived ? 'archived' : 'brought back from the archive'}`,
          ...undo(changed, (ids) => client.bulk.archive.mutate({ ids, archived: !archived })),
        };
      }),
    trash: (runs) =>
      void attempt(async () => {
        const { changed } = await client.bulk.trash.mutate(runsToChange(runs));
        onMoved(changed);
        return {
          text: `${runsOf(changed)} moved to the trash`,
          ...undo(changed, (ids) => client.bulk.restore.mutate({ ids })),
        };
      }),
    restore: (runs) =>
      void attempt(async () => {
        const { changed } = await client.bulk.restore.mutate(runsToChange(runs));
        onMoved(changed);
        return {
          text: `${runsOf(changed)} restored`,
          ...undo(changed, (ids) => client.bulk.trash.mutate({ ids })),
        };
      }),
  };
}

function runsOf({ length }: readonly string[]): string {
  return length === 1 ? '1 run' : `${formatCount(length)} runs`;
}
