'use client';
import { useMemo, useState } from 'react';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ChartPart } from '../charts/chart-part.ts';
import { useChartSearch } from '../charts/chart-search.ts';
import { COMPARE_SEARCH, comparedIds } from '../compare/compare-search.ts';
import type { Comparison } from '../compare/comparison.ts';
import { CurveCharts } from '../compare/curve-charts.tsx';
import { NoOutcome } from '../compare/parameters-tab.tsx';
import { pairOf } from '../compare/pair-picker.tsx';
import { ConfusionPanels, judgedIn, RankedTables } from '../compare/ranking-panels.tsx';
import { runNames, shortId } from '../compare/run-field.ts';
import { RunSwatch } from '../compare/run-swatch.tsx';
import { useComparedRuns } from '../compare/use-compared-runs.ts';
import { useParameterCharts } from '../compare/use-parameter-charts.tsx';
import { useRunStyles } from '../compare/use-run-styles.ts';
import { RunLink } from '../runs/run-link.tsx';
import { useTRPC } from '../shell/trpc.ts';
import { GoneRuns } from './gone-runs.tsx';

/** Of so many runs below a chart each is named; more are counted. */
const NAMED = 12;

/** A chart of several runs in a report. */
export default function ComparisonChart({ part }: { part: ChartPart }) {
  const [search] = useChartSearch({ runs: COMPARE_SEARCH.runs, hidden: COMPARE_SEARCH.hidden });
  const ids = useMemo(() => comparedIds(search.runs), [search.runs]);
  const { runs, gone, isPending, failure } = useComparedRuns(ids);
  const styles = useRunStyles(ids);
  const [emphasised, setEmphasised] = useState<string | null>(null);
  const names = useMemo(() => runNames(runs), [runs]);
  const hidden = useMemo(
    () => new Set(ids.filter((id) => search.hidden.includes(shortId(id)))),
    [ids, search.hidden],
  );
  if (ids.length === 0) return <Notice tone="warn" title="No run of this chart has an id" />;
  if (isPending && runs.length === 0) return <Skeleton className="h-80" />;
  const comparison: Comparison = { runs, styles, names, emphasised, onEmphasise: setEmphasised };
  return (
    <>
      <GoneRuns count={gone} of={ids.length} />
      {failure !== null && (
        <Notice tone="bad" role="alert" title="Some of these runs could not be loaded">
          <p>{failure}</p>
        </Notice>
      )}
      {runs.length > 0 && (
        <>
          {part === 'curves' ? (
            <CurveCharts comparison={comparison} ids={runs.map(({ id }) => id)} hidden={hidden} />
          ) : part === 'leaderboard' || part === 'confusions' ? (
            <RankingChart part={part} comparison={comparison} />
          ) : (
            <ParameterChart part={part} comparison={comparison} />
          )}
          {part !== 'leaderboard' && part !== 'confusions' && (
            <RunLegend comparison={comparison} hidden={hidden} />
          )}
        </>
      )}
    </>
  );
}

function RankingChart({ part, comparison }: { part: 'leaderboard' | 'confusions'; comparison: Comparison }) {
  const trpc = useTRPC();
  const [{ split, a, b }] = useChartSearch({
    split: COMPARE_SEARCH.split,
    a: COMPARE_SEARCH.a,
    b: COMPARE_SEARCH.b,
  });
  const runIds = comparison.runs.map(({ id }) => id);
  const query = useQuery(
    trpc.rankings.rank.queryOptions({ runIds, split }, { placeholderData: keepPreviousData }),
  );
  if (query.isError) {
    return (
      <Notice tone="bad" role="alert" title="The leaderboard could not be made">
        <p>{query.error.message}</p>
      </Notice>
    );
  }
  if (query.isPending) return <Skeleton className="h-80" />;
  if (query.data.groups.length === 0) {
    return <Notice title={`None of these runs has predictions of ${split} images`} />;
  }
  return part === 'leaderboard' ? (
    <RankedTables ranking={query.data} comparison={comparison} />
  ) : (
    <ConfusionPanels
      ranking={query.data}
      pair={a === null && b === null ? null : pairOf(judgedIn(query.data), { a, b })}
      comparison={comparison}
    />
  );
}

function ParameterChart({ part, comparison }: { part: ChartPart; comparison: Comparison }) {
  const charts = useParameterCharts(comparison);
  if (charts === null) return <NoOutcome />;
  return part === 'parallel' ? charts.parallel : part === 'scatter' ? charts.scatter : charts.importance;
}

/** Which line is whose. */
function RunLegend({
  comparison: { runs, styles, names, onEmphasise },
  hidden,
}: {
  comparison: Comparison;
  hidden: ReadonlySet<string>;
}) {
  const shown = runs.filter(({ id }) => !hidden.has(id));
  return (
    <ul aria-label="Runs of this chart" className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {shown.slice(0, NAMED).map(({ id }) => (
        <li
          key={id}
          onPointerEnter={() => onEmphasise(id)}
          onPointerLeave={() => onEmphasise(null)}
          className="flex min-w-0 items-center gap-1.5"
        >
          <RunSwatch style={styles.get(id)} />
          <RunLink run={{ id, name: names.get(id)! }} />
        </li>
      ))}
      {shown.length > NAMED && <li className="text-muted">and {shown.length - NAMED} more</li>}
    </ul>
  );
}
