'use client';
import type { ReactNode } from 'react';
import { SPLITS } from '@bestiary/contracts/dataset';
import { Id } from '@bestiary/contracts/id';
import type { RunDetail } from '@bestiary/contracts/run';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import type { PredictionRows } from '@bestiary/ui/prediction-rows';
import { useQuery } from '@tanstack/react-query';
import type { ChartPart } from '../charts/chart-part.ts';
import { useChartSearch } from '../charts/chart-search.ts';
import { ChartSourceProvider } from '../charts/chart-source.ts';
import { EVALUATE_SEARCH } from '../run/evaluate/evaluate-search.ts';
import type { JudgedRun } from '../run/evaluate/judged-run.ts';
import { useManyClasses } from '../run/evaluate/use-many-classes.tsx';
import { usePredictionRows } from '../run/evaluate/use-prediction-rows.ts';
import { useTwoClasses } from '../run/evaluate/use-two-classes.tsx';
import { LearningCurvePanel } from '../run/learning-curve-panel.tsx';
import { RUN_SEARCH } from '../run/run-search.ts';
import { useLearningCurves } from '../run/use-learning-curves.ts';
import { RunLink } from '../runs/run-link.tsx';
import { useTRPC } from '../shell/trpc.ts';
import { GoneRuns } from './gone-runs.tsx';

/** A chart of one run in a report. */
export default function RunChart({
  part,
  id,
  metric,
}: {
  part: ChartPart;
  id: string;
  /** of a learning curve */
  metric: string | null;
}) {
  const trpc = useTRPC();
  const isId = Id.safeParse(id).success;
  const run = useQuery(trpc.runs.get.queryOptions({ id }, { enabled: isId }));
  if (!isId || run.error?.data?.code === 'NOT_FOUND') return <GoneRuns count={1} of={1} />;
  if (run.isError) {
    return (
      <Notice tone="bad" role="alert" title="The run of this chart could not be loaded">
        <p>{run.error.message}</p>
      </Notice>
    );
  }
  if (run.isPending) return <Skeleton className="h-80" />;
  const { data } = run;
  return (
    <ChartSourceProvider value={{ subject: data.name }}>
      {part === 'learning-curve' ? (
        <LearningCurve run={data} metric={metric} />
      ) : (
        <JudgedChart run={data} part={part} />
      )}
      <p className="flex min-w-0 gap-1.5 text-xs text-muted">
        of <RunLink run={data} />
      </p>
    </ChartSourceProvider>
  );
}

function LearningCurve({ run, metric }: { run: RunDetail; metric: string | null }) {
  const { history, groups } = useLearningCurves(run.id);
  const [{ smoothing, log }] = useChartSearch({ smoothing: RUN_SEARCH.smoothing, log: RUN_SEARCH.log });
  if (history.isPending) return <Skeleton className="h-80" />;
  const group = groups.find((each) => each.metric === metric);
  if (group === undefined) return <Notice title={`${run.name} has logged no ${metric ?? 'such metric'}`} />;
  return <LearningCurvePanel run={run} group={group} smoothing={smoothing} logarithmic={log} />;
}

function JudgedChart({ run, part }: { run: RunDetail; part: ChartPart }) {
  const [{ split, every }] = useChartSearch({ split: RUN_SEARCH.split, every: EVALUATE_SEARCH.every });
  const rows = usePredictionRows(run.id, every ? SPLITS : [split]);
  if (rows.isError) {
    return (
      <Notice tone="bad" role="alert" title="The predictions could not be loaded">
        <p>{rows.error.message}</p>
      </Notice>
    );
  }
  if (rows.isPending) return <Skeleton className="h-80" />;
  const { data } = rows;
  if (data.count === 0)
    return <Notice title={`${run.name} has no predictions of ${every ? 'any' : split} images`} />;
  return data.classNames.length === 2 ? (
    <TwoClassChart run={run} rows={data} part={part} />
  ) : (
    <ManyClassChart rows={data} part={part} />
  );
}

function TwoClassChart({ run, rows, part }: { run: RunDetail; rows: PredictionRows; part: ChartPart }) {
  return <JudgedPart judged={useTwoClasses(run, rows)} part={part} />;
}

function ManyClassChart({ rows, part }: { rows: PredictionRows; part: ChartPart }) {
  return <JudgedPart judged={useManyClasses(rows)} part={part} />;
}

/** One part of an evaluation, and the images of what was clicked in it. */
function JudgedPart({
  judged: { parts, images, isPicked },
  part,
}: {
  judged: JudgedRun<never>;
  part: ChartPart;
}) {
  const chart = (parts as Readonly<Partial<Record<ChartPart, ReactNode>>>)[part];
  if (chart === undefined) return <Notice title={`A run of so many classes has no chart "${part}"`} />;
  return (
    <>
      {chart}
      {isPicked && images}
    </>
  );
}
