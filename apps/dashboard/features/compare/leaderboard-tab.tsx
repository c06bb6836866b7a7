'use client';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useChartSearch } from '../charts/chart-search.ts';
import { SplitSwitch } from '../run/split-switch.tsx';
import { useTRPC } from '../shell/trpc.ts';
import { COMPARE_SEARCH } from './compare-search.ts';
import type { Comparison } from './comparison.ts';
import { pairOf } from './pair-picker.tsx';
import { ConfusionPanels, judgedIn, RankedTables } from './ranking-panels.tsx';
import { PairView } from './pair-view.tsx';
import { RunSwatch } from './run-swatch.tsx';

/** Who is better than whom, and on which images. */
export function LeaderboardTab({ comparison, ids }: { comparison: Comparison; ids: readonly string[] }) {
  const trpc = useTRPC();
  const [search, setSearch] = useChartSearch(COMPARE_SEARCH, { history: 'push' });
  const { split } = search;
  const query = useQuery(
    trpc.rankings.rank.queryOptions({ runIds: [...ids], split }, { placeholderData: keepPreviousData }),
  );
  const pair = query.data === undefined ? null : pairOf(judgedIn(query.data), search);
  return (
    <section aria-label="Leaderboard" className="flex min-w-0 flex-col gap-4" aria-busy={query.isPending}>
      <div>
        <SplitSwitch
          value={split}
          onChange={(next) => void setSearch({ split: next, a: null, b: null, outcome: null })}
        />
      </div>
      {query.isPending && <Skeleton className="h-80" />}
      {query.isError && (
        <Notice tone="bad" role="alert" title="The leaderboard could not be made">
          <p>{query.error.message}</p>
        </Notice>
      )}
      {query.data !== undefined && (
        <>
          {query.data.groups.length === 0 && (
            <Notice title={`None of these runs has predictions of ${split} images`}>
              <p>
                A training logs one prediction an image when it ends; then they are ranked here by themselves.
              </p>
            </Notice>
          )}
          <RankedTables ranking={query.data} comparison={comparison} />
          {query.data.groups.length > 0 && query.data.without.length > 0 && (
            <Notice title={`Without predictions of ${split} images`}>
              <ul className="flex flex-wrap gap-x-4 gap-y-1">
                {query.data.without.map((id) => (
                  <li key={id} className="flex items-center gap-1.5">
                    <RunSwatch style={comparison.styles.get(id)} />
                    {comparison.names.get(id)}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
          {pair !== null && <PairView ranking={query.data} pair={pair} comparison={comparison} />}
          <ConfusionPanels ranking={query.data} pair={pair} comparison={comparison} />
        </>
      )}
    </section>
  );
}
