'use client';
import { useEffect, useState } from 'react';
import type { MetricHistory, SeriesColumns } from '@bestiary/contracts/metric';
import { TERMINAL_RUN_STATUSES, type RunChange, type RunDetail } from '@bestiary/contracts/run';
import { useQueryClient, type Query } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { reportAway } from '../shell/connection.ts';
import { useTRPC } from '../shell/trpc.ts';
import { useVisible } from '../shell/use-visible.ts';
import { mergePoints } from './merge-points.ts';
import { RUN_QUERIES } from './run-queries.ts';

/** Keeps everything shown of a run up to date while the page is on the screen: points as they come, the rest when told. */
export function useLiveRun(run: Pick<RunDetail, 'id' | 'status'>): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const visible = useVisible();
  const { id } = run;
  const ended = TERMINAL_RUN_STATUSES.includes(run.status);

  const [rows] = useState(() => new RowsRead());
  useEffect(() => {
    if (visible) rows.begin();
  }, [rows, visible, id]);

  const refresh = (kinds: readonly RunChange['kind'][]) => {
    const has = (kind: RunChange['kind']) => kinds.includes(kind);
    const filters = [
      ...(['created', 'updated', 'status', 'progress', 'metrics', 'deleted'].some((kind) =>
        has(kind as RunChange['kind']),
      )
        ? [trpc.runs.get.queryFilter({ id })]
        : []),
      ...(has('predictions') ? [trpc.predictions.pathFilter()] : []),
      ...(has('artifacts') ? [trpc.artifacts.list.queryFilter({ runId: id })] : []),
    ];
    for (const filter of filters) void queryClient.invalidateQueries(filter);
  };

  const onConnectionStateChange = ({ state, error }: { state: string; error: unknown }) => {
    if (state === 'connecting' && error) reportAway();
  };
  useSubscription(
    trpc.runs.onChange.subscriptionOptions(
      { runId: id },
      {
        enabled: visible,
        // what happened before the stream began (since the page was made, or while it was hidden) is not told
        onStarted: () => {
          refresh(['updated', 'artifacts']);
          void queryClient.invalidateQueries({
            ...trpc.predictions.pathFilter(),
            predicate: (query) => !rows.isNew(query),
          });
        },
        onData: ({ data }) => refresh([data.kind]),
        onConnectionStateChange,
      },
    ),
  );
  useSubscription(
    trpc.metrics.onPoints.subscriptionOptions(
      { runId: id },
      {
        enabled: visible && !ended,
        onData: ({ data }) => {
          queryClient.setQueryData<MetricHistory>(
            trpc.metrics.history.queryKey(RUN_QUERIES.history(id)),
            (history) => withPoints(history, id, data.series),
          );
        },
        onConnectionStateChange,
      },
    ),
  );
}

/** Tells which predictions were read since the stream was asked for: they are megabytes, and are not read twice. */
class RowsRead {
  /** Unix milliseconds */
  #begun = 0;

  begin(): void {
    this.#begun = Date.now();
  }

  /** Whether a query is for all predictions of a split, and its answer is on its way or has come since. */
  isNew({ queryKey: [path], state }: Query): boolean {
    const isRows = Array.isArray(path) && path.join('.') === 'predictions.columns';
    return isRows && (state.fetchStatus !== 'idle' || state.dataUpdatedAt >= this.#begun);
  }
}

function withPoints(
  history: MetricHistory | undefined,
  runId: string,
  fresh: readonly SeriesColumns[],
): MetricHistory {
  const old = history?.find((each) => each.runId === runId)?.series ?? [];
  return [{ runId, series: mergePoints(old, fresh) }];
}
