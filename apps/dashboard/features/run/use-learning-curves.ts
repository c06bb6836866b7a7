'use client';
import { useMemo } from 'react';
import { groupCurves, splitFigures } from '@bestiary/ui/group-curves';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../shell/trpc.ts';
import { toCurve } from './merge-points.ts';
import { RUN_QUERIES } from './run-queries.ts';

/** The metrics of a run, training and validation together, those of one value apart. */
export function useLearningCurves(runId: string) {
  const trpc = useTRPC();
  const history = useQuery(trpc.metrics.history.queryOptions(RUN_QUERIES.history(runId)));
  const { curves, figures } = useMemo(
    () => splitFigures(groupCurves((history.data?.[0]?.series ?? []).map(toCurve))),
    [history.data],
  );
  return { history, groups: curves, figures };
}
