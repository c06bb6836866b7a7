'use client';
import type { Split } from '@bestiary/contracts/dataset';
import { readPredictionRows } from '@bestiary/ui/prediction-rows';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../shell/trpc.ts';

/** All predictions of a run's split; those shown before stay until others have come. */
export function usePredictionRows(runId: string, split: Split) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.predictions.columns.queryOptions({ runId, split }),
    select: readPredictionRows,
    staleTime: Infinity, // a live page is told of others
    placeholderData: keepPreviousData,
  });
}
