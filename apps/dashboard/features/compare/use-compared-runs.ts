'use client';
import { useEffect, useMemo } from 'react';
import type { AppRouter } from '@bestiary/api/app.router';
import type { RunDetail } from '@bestiary/contracts/run';
import { useQueries, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { TRPCClientErrorLike } from '@trpc/client';
import { useSubscription } from '@trpc/tanstack-react-query';
import { reportAway } from '../shell/connection.ts';
import { useTRPC } from '../shell/trpc.ts';
import { useVisible } from '../shell/use-visible.ts';
import { LiveComparison } from './live-comparison.ts';

export interface ComparedRuns {
  /** those that there are, in the order asked for */
  runs: RunDetail[];
  /** how many were asked for that are not there: deleted before or while the page is open */
  gone: number;
  isPending: boolean;
  /** why others could not be loaded */
  failure: string | null;
}

/** The runs of a comparison. What did not change stays the same object. */
export function useComparedRuns(ids: readonly string[]): ComparedRuns {
  const trpc = useTRPC();
  return useQueries({ queries: ids.map((id) => trpc.runs.get.queryOptions({ id })), combine });
}

function combine(results: UseQueryResult<RunDetail, TRPCClientErrorLike<AppRouter>>[]): ComparedRuns {
  // of a run that was deleted the data of before is still there
  const isGone = ({ error }: (typeof results)[number]) => error?.data?.code === 'NOT_FOUND';
  const there = results.filter((result) => !isGone(result));
  return {
    runs: there.flatMap(({ data }) => (data === undefined ? [] : [data])),
    gone: results.length - there.length,
    isPending: results.some(({ isPending }) => isPending),
    failure: there.find(({ error, data }) => error !== null && data === undefined)?.error?.message ?? null,
  };
}

/** Asks anew for what changed of these runs while the page is on the screen; once a page, as each holds a connection. */
export function useLiveComparison(ids: readonly string[]): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const visible = useVisible();
  const live = useMemo(() => new LiveComparison(trpc, queryClient), [trpc, queryClient]);
  useEffect(() => () => live.stop(), [live]);
  useSubscription(
    trpc.runs.onChange.subscriptionOptions(
      {},
      {
        enabled: visible && ids.length > 0,
        // what happened before the stream began is not told
        onStarted: () => live.catchUp(ids),
        onData: ({ data }) => {
          if (ids.includes(data.runId)) live.add(data);
        },
        onConnectionStateChange: ({ state, error }) => {
          if (state === 'connecting' && error) reportAway();
        },
      },
    ),
  );
}
