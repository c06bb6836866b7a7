'use client';
import type { PairOutcome, Ranking, RunPairCounts } from '@bestiary/contracts/ranking';
import { Notice } from '@bestiary/ui/components/notice';
import { Panel } from '@bestiary/ui/components/panel';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { formatCount, formatFixed, formatShare, formatShort } from '@bestiary/ui/format';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { useQueryStates } from 'nuqs';
import { useTRPC } from '../shell/trpc.ts';
import { COMPARE_SEARCH } from './compare-search.ts';
import type { Comparison } from './comparison.ts';
import { PairGallery } from './pair-gallery.tsx';
import { PairPicker, type RunPair } from './pair-picker.tsx';

/** Below this two runs count as told apart, as in the leaderboard. */
const SIGNIFICANT = 0.05;

/** Two runs image by image: who is right where, and those images. */
export function PairView({
  ranking,
  pair,
  comparison,
}: {
  ranking: Ranking;
  pair: RunPair;
  comparison: Comparison;
}) {
  const trpc = useTRPC();
  const [{ outcome }, setSearch] = useQueryStates(
    { a: COMPARE_SEARCH.a, b: COMPARE_SEARCH.b, outcome: COMPARE_SEARCH.outcome },
    { history: 'push' },
  );
  const input = { ...pair, split: ranking.split };
  const query = useQuery(trpc.rankings.pair.queryOptions(input, { placeholderData: keepPreviousData }));
  const judged = ranking.groups.flatMap(({ runs }) => runs.map(({ runId }) => runId));
  const corrected = ranking.groups
    .flatMap(({ pairs }) => pairs)
    .find(({ a, b }) => (a === pair.a && b === pair.b) || (a === pair.b && b === pair.a))?.corrected;
  return (
    <Panel title="Two runs, image by image">
      <PairPicker
        pair={pair}
        ids={judged}
        comparison={comparison}
        onChange={(next) => void setSearch(next)}
      />
      {query.isPending && <Skeleton className="h-32" />}
      {query.isError && (
        <Notice tone="bad" role="alert" title="The two runs could not be compared">
          <p>{query.error.message}</p>
        </Notice>
      )}
      {query.data !== undefined && (
        <>
          <Outcomes
            counts={query.data}
            chosen={outcome}
            onChoose={(next) => void setSearch({ ...pair, outcome: next === outcome ? null : next })}
          />
          <Verdict counts={query.data} corrected={corrected} />
          {outcome !== null && (
            <PairGallery
              input={{ ...input, outcome }}
              classNames={query.data.classNames}
              label={TITLES[outcome]}
            />
          )}
        </>
      )}
    </Panel>
  );
}

const TITLES: Readonly<Record<PairOutcome, string>> = {
  bothRight: 'Both right',
  onlyA: 'Only A right',
  onlyB: 'Only B right',
  bothWrong: 'Both wrong',
};

function Outcomes({
  counts,
  chosen,
  onChoose,
}: {
  counts: RunPairCounts;
  chosen: PairOutcome | null;
  onChoose: (outcome: PairOutcome) => void;
}) {
  const all = counts.bothRight + counts.onlyA + counts.onlyB + counts.bothWrong;
  return (
    <div className="grid max-w-2xl grid-cols-2 gap-2 sm:grid-cols-4">
      {(['bothRight', 'onlyA', 'onlyB', 'bothWrong'] as const).map((outcome) => (
        <button
          key={outcome}
          type="button"
          aria-pressed={chosen === outcome}
          disabled={counts[outcome] === 0}
          onClick={() => onChoose(outcome)}
          className={clsx(
            'rounded-lg border px-3 py-2 text-left enabled:hover:border-line-strong disabled:cursor-default',
            chosen === outcome ? 'border-accent bg-accent-soft' : 'border-line bg-panel',
          )}
        >
          <span className="block text-xs text-muted">{TITLES[outcome]}</span>
          <span className="block text-xl font-semibold tabular-nums">{formatCount(counts[outcome])}</span>
          <span className="block text-2xs text-muted tabular-nums">
            {all === 0 ? '–' : formatShare(counts[outcome] / all)}
            {counts[outcome] > 0 && ' · show the images'}
          </span>
        </button>
      ))}
    </div>
  );
}

function Verdict({ counts, corrected }: { counts: RunPairCounts; corrected: number | undefined }) {
  const { onlyA, onlyB, pValue, otherA, otherB } = counts;
  const all = counts.bothRight + onlyA + onlyB + counts.bothWrong;
  if (all === 0) {
    return (
      <p className="mt-3 text-warn">These two runs share no image: they were judged on different data.</p>
    );
  }
  const p = corrected ?? pValue;
  const better = onlyA > onlyB ? 'A' : 'B';
  return (
    <p className="mt-3 max-w-[75ch] text-muted">
      {p < SIGNIFICANT ? (
        <span className="font-medium text-ink">{better} is right more often. </span>
      ) : (
        <span className="font-medium text-ink">The two can&apos;t be told apart on these images. </span>
      )}
      They differ on {formatCount(onlyA + onlyB)} of {formatCount(all)} images; exact McNemar p ={' '}
      {pWords(pValue)}
      {corrected !== undefined && `, corrected for all pairs ${pWords(corrected)}`}.
      {(otherA > 0 || otherB > 0) &&
        ` Not compared: ${formatCount(otherA)} images of A and ${formatCount(otherB)} of B that the other has not, or labels otherwise.`}
    </p>
  );
}

function pWords(p: number): string {
  return p < 0.0001 ? `<${formatFixed(0.0001, 4)}` : formatShort(p, 2);
}
