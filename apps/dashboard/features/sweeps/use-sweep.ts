'use client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Sweep } from '@bestiary/contracts/sweep-record';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { onReturn, reportAway } from '../shell/connection.ts';
import { useTRPC, useTRPCClient } from '../shell/trpc.ts';
import { useVisible } from '../shell/use-visible.ts';
import { LiveTrials, type TrialsState } from './live-trials.ts';

const NOTHING_YET: TrialsState = { trials: [], isPending: true, failure: null };

/** A sweep with its trials, kept up to date while the page is on the screen. */
export function useSweep(id: string): { sweep: Sweep | undefined; failure: string | null } & TrialsState {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const visible = useVisible();
  const sweep = useQuery(trpc.sweeps.get.queryOptions({ id }));
  const live = useMemo(
    () =>
      new LiveTrials(client, id, () => {
        void queryClient.invalidateQueries(trpc.sweeps.get.queryFilter({ id }));
        void queryClient.invalidateQueries(trpc.workers.list.pathFilter());
      }),
    [client, queryClient, trpc, id],
  );
  const trials = useSyncExternalStore(live.subscribe, live.state, () => NOTHING_YET);

  useEffect(() => {
    live.refresh();
    const stopReturns = onReturn(() => live.refresh());
    return () => {
      stopReturns();
      live.stop();
    };
  }, [live]);

  useSubscription(
    trpc.sweeps.onChange.subscriptionOptions(
      { sweepId: id },
      {
        enabled: visible,
        onStarted: () => live.changed(),
        onData: () => live.changed(),
        onConnectionStateChange: ({ state, error }) => {
          if (state === 'connecting' && error) reportAway();
        },
      },
    ),
  );
  return { sweep: sweep.data, ...trials, failure: sweep.error?.message ?? trials.failure };
}
