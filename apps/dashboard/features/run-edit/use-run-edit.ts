'use client';
import { useCallback } from 'react';
import type { RunDetail, RunSummary } from '@bestiary/contracts/run';
import { useQueryClient } from '@tanstack/react-query';
import { mapCachedRuns, type CachedRuns } from '../runs/cached-runs.ts';
import { tell } from '../shell/toasts.ts';
import { useTRPC, useTRPCClient } from '../shell/trpc.ts';
import { inverseEdit, withEdit, type RunEdit } from './run-edit.ts';

/**
 * Edits a run: what is on the screen changes at once, and back where the server refuses.
 *
 * @returns the edit's function; it gives what went wrong in words, or null, and `done` is what the message with the way
 *   back says
 */
export function useRunEdit(
  run: RunSummary | RunDetail,
): (edit: RunEdit, done: string) => Promise<string | null> {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();

  return useCallback(
    async (edit, done) => {
      const lists = trpc.runs.list.pathFilter();
      const one = trpc.runs.get.queryKey({ id: run.id });
      const show = (change: RunEdit) => {
        queryClient.setQueryData<RunDetail>(one, (now) => (now === undefined ? now : withEdit(now, change)));
        queryClient.setQueriesData<CachedRuns>(lists, (data) =>
          mapCachedRuns(data, (each) => (each.id === run.id ? withEdit(each, change) : each)),
        );
      };
      const apply = async (change: RunEdit, before: RunEdit) => {
        await Promise.all([queryClient.cancelQueries({ queryKey: one }), queryClient.cancelQueries(lists)]);
        show(change);
        try {
          await client.runs.update.mutate({ id: run.id, ...change });
          return null;
        } catch (error) {
          show(before);
          return error instanceof Error ? error.message : String(error);
        } finally {
          void queryClient.invalidateQueries({ queryKey: one });
          void queryClient.invalidateQueries(lists);
        }
      };
      const back = inverseEdit(run, edit);
      const failure = await apply(edit, back);
      if (failure !== null) return failure;
      tell({
        text: done,
        undo: () =>
          void apply(back, edit).then((problem) =>
            tell(problem === null ? null : { text: problem, isError: true }),
          ),
      });
      return null;
    },
    [trpc, client, queryClient, run],
  );
}
