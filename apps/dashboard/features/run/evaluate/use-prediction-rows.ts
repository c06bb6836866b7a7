'use client';
import type { Split } from '@bestiary/contracts/dataset';
import { joinPredictionRows, readPredictionRows } from '@bestiary/ui/prediction-rows';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTRPC, useTRPCClient } from '../../shell/trpc.ts';

/** All predictions of a run's splits; those shown before stay until others have come. */
export function usePredictionRows(runId: string, splits: readonly Split[]) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  return useQuery({
    queryKey: [...trpc.predictions.columns.pathKey(), runId, splits],
    queryFn: async ({ signal }) => {
      const parts = splits.map((split) => client.predictions.columns.query({ runId, split }, { signal }));
      return joinPredictionRows((await Promise.all(parts)).map(readPredictionRows));
    },
    structuralSharing: false,
    staleTime: Infinity, // a live page is told of others
    placeholderData: keepPreviousData,
  });
}
