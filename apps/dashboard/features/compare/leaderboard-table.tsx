'use client';
import type { Split } from '@bestiary/contracts/dataset';
import type { RankedRun, RankingGroup } from '@bestiary/contracts/ranking';
import { barsPicture } from '@bestiary/ui/bars-picture';
import { IntervalBar } from '@bestiary/ui/components/interval-bar';
import { Panel } from '@bestiary/ui/components/panel';
import { toCsv } from '@bestiary/ui/csv';
import { formatCount, formatInterval, formatShare, formatShareRange } from '@bestiary/ui/format';
import clsx from 'clsx';
import { ChartPanel } from '../charts/chart-panel.tsx';
import { RunLink } from '../runs/run-link.tsx';
import type { Comparison } from './comparison.ts';
import { RunSwatch } from './run-swatch.tsx';

/** Runs on the same images in order of balanced accuracy, with intervals; who can't be told apart shares a rank. */
export function LeaderboardTable({
  group,
  split,
  comparison,
}: {
  group: RankingGroup;
  split: Split;
  comparison: Comparison;
}) {
  const { names } = comparison;
  const sharing = new Set(group.runs.map(({ rank }) => rank)).size < group.runs.length;
  const where = group.datasets.join(', ') || 'no data set';
  return (
    <ChartPanel
      title={`Leaderboard: ${where}`}
      name={`Leaderboard by balanced accuracy ${where}`}
      part="leaderboard"
      aside={
        <span className="text-xs text-muted tabular-nums">
          {formatCount(group.images)} {split} images
          {group.leftOut > 0 && `, ${formatCount(group.leftOut)} left out that not all runs share`}
        </span>
      }
      picture={(theme) =>
        barsPicture(
          group.runs.map(({ runId, rank, balancedAccuracy }) => ({
            name: `${rank}. ${names.get(runId) ?? runId}`,
            ...balancedAccuracy,
            words: formatInterval(balancedAccuracy),
          })),
          theme,
        )
      }
      csv={() => csvOf(group, names)}
    >
      <RankedRows
        caption={`Leaderboard of ${where}, the best run first`}
        runs={group.runs}
        ranked
        comparison={comparison}
      />
      <p className="mt-3 max-w-[75ch] text-xs text-muted">
        {sharing
          ? 'Runs that share a rank can’t be told apart from the first of it on these images'
          : 'All of these runs can be told apart on these images'}
        {group.runs.length > 1 && ' (exact McNemar test, corrected for all pairs by Holm, 5 %)'}. Intervals
        are 95 %: of balanced accuracy by a stratified bootstrap of 2,000 draws, of accuracy Wilson&apos;s.
      </p>
    </ChartPanel>
  );
}

/** Runs that share their images with none of the others: their figures stand for themselves. */
export function UnrankedTable({
  groups,
  split,
  comparison,
}: {
  groups: readonly RankingGroup[];
  split: Split;
  comparison: Comparison;
}) {
  return (
    <Panel
      title="Not ranked"
      aside={<span className="text-xs text-muted">each judged on {split} images that no other run has</span>}
    >
      <RankedRows
        caption="Runs that are not ranked"
        runs={groups.flatMap(({ runs }) => runs)}
        ranked={false}
        comparison={comparison}
      />
    </Panel>
  );
}

function RankedRows({
  caption,
  runs,
  ranked,
  comparison,
}: {
  caption: string;
  runs: readonly RankedRun[];
  ranked: boolean;
  comparison: Comparison;
}) {
  const { names, styles, emphasised, onEmphasise } = comparison;
  return (
    // relative: words for screen readers inside are placed against it, and would else widen the page
    <div className="relative overflow-x-auto">
      <table className="w-full">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="text-xs text-muted">
            {ranked && (
              <th scope="col" className="py-1 pr-3 text-right font-normal">
                rank
              </th>
            )}
            <th scope="col" className="py-1 pr-3 text-left font-normal">
              run
            </th>
            <th scope="col" colSpan={2} className="py-1 pr-4 text-left font-normal">
              balanced accuracy
            </th>
            <th scope="col" colSpan={2} className="py-1 text-left font-normal">
              accuracy
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map(({ runId, rank, balancedAccuracy, accuracy }, i) => {
            const isFirst = !ranked || runs[i - 1]?.rank !== rank;
            return (
              <tr
                key={runId}
                onPointerEnter={() => onEmphasise(runId)}
                onPointerLeave={() => onEmphasise(null)}
                className={clsx(
                  isFirst ? 'border-t border-line-strong' : 'border-t border-line/50',
                  emphasised === runId && 'bg-raised',
                )}
              >
                {ranked && (
                  <td className="w-10 py-1.5 pr-3 text-right font-semibold tabular-nums">
                    {isFirst ? rank : <span className="font-normal text-muted">{rank}</span>}
                  </td>
                )}
                <th scope="row" className="max-w-56 min-w-32 py-1.5 pr-3 text-left font-normal">
                  <span className="flex items-center gap-2">
                    <RunSwatch style={styles.get(runId)} />
                    <RunLink run={{ id: runId, name: names.get(runId) ?? runId }} />
                  </span>
                </th>
                <Figure interval={balancedAccuracy} />
                <Figure interval={accuracy} counts={`${accuracy.hits} of ${accuracy.of}`} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Figure({
  interval,
  counts,
}: {
  interval: { value: number | null; low: number | null; high: number | null };
  counts?: string;
}) {
  const { value, low, high } = interval;
  return (
    <>
      <td className="py-1.5 pr-3 whitespace-nowrap tabular-nums" title={counts}>
        <span className="font-medium">{value === null ? '–' : formatShare(value)}</span>
        {low !== null && high !== null && (
          <span className="ml-2 text-xs text-muted">{formatShareRange(low, high)}</span>
        )}
      </td>
      <td className="w-40 min-w-20 py-1.5 pr-4">
        <IntervalBar value={value} low={low} high={high} />
      </td>
    </>
  );
}

function csvOf(group: RankingGroup, names: ReadonlyMap<string, string>): string {
  return toCsv(
    [
      'rank',
      'run',
      'id',
      'balanced_accuracy',
      'balanced_accuracy_low',
      'balanced_accuracy_high',
      'accuracy',
      'accuracy_low',
      'accuracy_high',
      'right',
      'images',
    ],
    group.runs.map(({ runId, rank, balancedAccuracy, accuracy }) => [
      rank,
      names.get(runId),
      runId,
      balancedAccuracy.value,
      balancedAccuracy.low,
      balancedAccuracy.high,
      accuracy.value,
      accuracy.low,
      accuracy.high,
      accuracy.hits,
      accuracy.of,
    ]),
  );
}
