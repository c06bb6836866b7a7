'use client';
import { useEffect, useMemo, useRef } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { reportAway } from '../shell/connection.ts';
import { useTRPC } from '../shell/trpc.ts';
import { useVisible } from '../shell/use-visible.ts';
import { LiveRunList } from './live-run-list.ts';

/** Keeps the lists of runs up to date while the page is on the screen. */
export function useLiveRuns(): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const visible = useVisible();
  const list = useMemo(() => new LiveRunList(trpc, queryClient), [trpc, queryClient]);

  // what happened while the page was hidden was not told
  const wasHidden = useRef(false);
  useEffect(() => {
    if (visible && wasHidden.current) void list.refresh();
    wasHidden.current = !visible;
  }, [visible, list]);

  useSubscription(
    trpc.runs.onChange.subscriptionOptions(
      {},
      {
        enabled: visible,
        onData: ({ data }) => list.add(data),
        onConnectionStateChange: ({ state, error }) => {
          if (state === 'connecting' && error) reportAway();
        },
      },
    ),
  );
}
