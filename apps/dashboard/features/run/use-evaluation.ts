'use client';
import type { Split } from '@bestiary/contracts/dataset';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTRPC } from '../shell/trpc.ts';
import { RUN_QUERIES } from './run-queries.ts';

/** The evaluation of a run's split; the one shown before stays until another has come. */
export function useEvaluation(runId: string, split: Split) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.predictions.evaluation.queryOptions(RUN_QUERIES.evaluation(runId, split)),
    placeholderData: keepPreviousData,
  });
}
