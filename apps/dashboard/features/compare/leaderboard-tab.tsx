'use client';
import type { Ranking } from '@bestiary/contracts/ranking';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { SplitSwitch } from '../run/split-switch.tsx';
import { useTRPC } from '../shell/trpc.ts';
import { COMPARE_SEARCH } from './compare-search.ts';
import { ComparedConfusions } from './compared-confusions.tsx';
import type { Comparison } from './comparison.ts';
import { LeaderboardTable, UnrankedTable } from './leaderboard-table.tsx';
import { pairOf } from './pair-picker.tsx';
import { PairView } from './pair-view.tsx';
import { RunSwatch } from './run-swatch.tsx';

/** Who is better than whom, and on which images. */
export function LeaderboardTab({ comparison, ids }: { comparison: Comparison; ids: readonly string[] }) {
  const trpc = useTRPC();
  const [search, setSearch] = useQueryStates(COMPARE_SEARCH, { history: 'push' });
  const { split } = search;
  const query = useQuery(
    trpc.rankings.rank.queryOptions({ runIds: [...ids], split }, { placeholderData: keepPreviousData }),
  );
  const groups = (query.data?.groups ?? []).filter(({ runs }) => runs.length > 1);
  const alone = (query.data?.groups ?? []).filter(({ runs }) => runs.length === 1);
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
          {query.data.groups.length > 1 && (
            <Notice tone="warn" title="These runs were not judged on the same images">
              <p>
                Figures on different images can&apos;t be held against each other, so only runs that share
                theirs are ranked together.
              </p>
            </Notice>
          )}
          {groups.map((group) => (
            <LeaderboardTable
              key={group.runs[0]!.runId}
              group={group}
              split={split}
              comparison={comparison}
            />
          ))}
          {alone.length > 0 && <UnrankedTable groups={alone} split={split} comparison={comparison} />}
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
          {groups.map((group) => (
            <ComparedConfusions
              key={group.runs[0]!.runId}
              title={`Confusion matrices: ${group.datasets.join(', ') || 'no data set'}`}
              groups={[group]}
              pair={pair}
              comparison={comparison}
            />
          ))}
          {alone.length > 0 && (
            <ComparedConfusions
              title="Confusion matrices, each on images of its own"
              groups={alone}
              pair={pair}
              comparison={comparison}
            />
          )}
        </>
      )}
    </section>
  );
}

/** The runs that have predictions, those of the largest group first. */
function judgedIn({ groups }: Ranking): string[] {
  return groups.flatMap(({ runs }) => runs.map(({ runId }) => runId));
}
