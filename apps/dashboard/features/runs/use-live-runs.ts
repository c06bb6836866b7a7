'use client';
import { useMemo } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { reportAway } from '../shell/connection.ts';
import { useTRPC, useTRPCClient } from '../shell/trpc.ts';
import { useVisible } from '../shell/use-visible.ts';
import { LiveRunList } from './live-run-list.ts';
import { keyColumnsOf, type RunsSearch } from './runs-search.ts';

/** Keeps the lists of runs up to date while the page is on the screen. */
export function useLiveRuns(search: Pick<RunsSearch, 'cols' | 'shelf'>): void {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const visible = useVisible();
  const { cols, shelf } = search;
  const list = useMemo(
    () => new LiveRunList(trpc, client, queryClient, { shelf, columns: keyColumnsOf({ cols }) }),
    [trpc, client, queryClient, cols, shelf],
  );

  useSubscription(
    trpc.runs.onChange.subscriptionOptions(
      {},
      {
        enabled: visible,
        // what happened before the stream began (since the page was made, or while it was hidden) is not told
        onStarted: () => void list.refresh(),
        onData: ({ data }) => list.add(data),
        onConnectionStateChange: ({ state, error }) => {
          if (state === 'connecting' && error) reportAway();
        },
      },
    ),
  );
}
