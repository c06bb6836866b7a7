import type { SweepAnalysis, TrialRanking } from '@bestiary/contracts/sweep-analysis';
import type { Sweep } from '@bestiary/contracts/sweep-record';
import { Panel } from '@bestiary/ui/components/panel';
import { formatCount, formatInterval, formatShare } from '@bestiary/ui/format';
import Link from 'next/link';

/** So many runs can be compared at once by a link. */
const COMPARED = 8;

/** Trials by what their runs predicted of the same images; those that can't be told apart share a rank. */
export function RankedTrialsPanel({
  title,
  ranking,
  by,
  sweep,
}: {
  title: string;
  ranking: TrialRanking;
  by: SweepAnalysis['by'];
  sweep: Sweep;
}) {
  const chosen = new Set(sweep.best.map(({ number }) => number));
  const first = ranking.trials.filter(({ rank }) => rank === 1);
  return (
    <Panel
      title={title}
      aside={
        ranking.trials.length >= 2 && (
          <Link
            href={`/compare?tab=leaderboard&runs=${ranking.trials
              .slice(0, COMPARED)
              .map(({ runId }) => runId)
              .join(',')}`}
            className="text-xs text-accent hover:underline"
          >
            Compare the best {Math.min(COMPARED, ranking.trials.length)}
          </Link>
        )
      }
    >
      <p className="mb-3 max-w-[75ch] text-muted">
        {first.length === 1
          ? `Trial ${first[0]!.number} is told apart from all others.`
          : `${formatCount(first.length)} of ${formatCount(ranking.trials.length)} trials can’t be told apart from the best: they share the first rank.`}
      </p>
      <div
        className="relative max-h-[28rem] overflow-auto rounded-md border border-line"
        tabIndex={0}
        role="region"
        aria-label={title}
      >
        <table className="w-full">
          <caption className="sr-only">{title}</caption>
          <thead className="sticky top-0 bg-panel text-xs text-muted">
            <tr>
              <th scope="col" className="px-3 py-1.5 text-right font-normal">
                rank
              </th>
              <th scope="col" className="px-3 text-left font-normal">
                trial
              </th>
              <th
                scope="col"
                className={`px-3 text-right font-normal ${by === 'balancedAccuracy' ? 'text-ink' : ''}`}
              >
                balanced accuracy
              </th>
              <th
                scope="col"
                className={`px-3 text-right font-normal ${by === 'accuracy' ? 'text-ink' : ''}`}
              >
                accuracy
              </th>
            </tr>
          </thead>
          <tbody>
            {ranking.trials.map(({ trialId, number, runId, rank, accuracy, balancedAccuracy }) => (
              <tr key={trialId} className="h-9 border-t border-line">
                <td className="px-3 text-right font-medium tabular-nums">{rank}</td>
                <th scope="row" className="px-3 text-left font-medium tabular-nums">
                  <Link href={`/runs/${runId}`} className="text-accent hover:underline">
                    {number}
                  </Link>
                  {chosen.has(number) && (
                    <span className="ml-1.5 rounded bg-accent-soft px-1 text-2xs text-accent">chosen</span>
                  )}
                </th>
                <td className="px-3 text-right whitespace-nowrap tabular-nums">
                  {formatInterval(balancedAccuracy)}
                </td>
                <td className="px-3 text-right whitespace-nowrap tabular-nums">
                  {accuracy.value === null
                    ? '–'
                    : `${formatShare(accuracy.value)} (${accuracy.hits} of ${accuracy.of})`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
