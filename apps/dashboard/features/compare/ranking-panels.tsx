'use client';
import type { Ranking } from '@bestiary/contracts/ranking';
import { Notice } from '@bestiary/ui/components/notice';
import { ComparedConfusions } from './compared-confusions.tsx';
import type { Comparison } from './comparison.ts';
import { LeaderboardTable, UnrankedTable } from './leaderboard-table.tsx';
import type { RunPair } from './pair-picker.tsx';

/** A leaderboard for runs that share their images, and those apart that share theirs with none. */
export function RankedTables({ ranking, comparison }: { ranking: Ranking; comparison: Comparison }) {
  const { groups, alone } = groupsOf(ranking);
  return (
    <>
      {ranking.groups.length > 1 && (
        <Notice tone="warn" title="These runs were not judged on the same images">
          <p>
            Figures on different images can&apos;t be held against each other, so only runs that share theirs
            are ranked together.
          </p>
        </Notice>
      )}
      {groups.map((group) => (
        <LeaderboardTable
          key={group.runs[0]!.runId}
          group={group}
          split={ranking.split}
          comparison={comparison}
        />
      ))}
      {alone.length > 0 && <UnrankedTable groups={alone} split={ranking.split} comparison={comparison} />}
    </>
  );
}

/** The confusion matrices of a ranking, those on the same images beside each other. */
export function ConfusionPanels({
  ranking,
  pair,
  comparison,
}: {
  ranking: Ranking;
  pair: RunPair | null;
  comparison: Comparison;
}) {
  const { groups, alone } = groupsOf(ranking);
  return (
    <>
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
  );
}

/** The runs that have predictions, those of the largest group first. */
export function judgedIn({ groups }: Ranking): string[] {
  return groups.flatMap(({ runs }) => runs.map(({ runId }) => runId));
}

function groupsOf({ groups }: Ranking) {
  return {
    groups: groups.filter(({ runs }) => runs.length > 1),
    alone: groups.filter(({ runs }) => runs.length === 1),
  };
}
