'use client';
import { useMemo } from 'react';
import { importances } from '@bestiary/sweeps/importance';
import { barsPicture } from '@bestiary/ui/bars-picture';
import { toCsv } from '@bestiary/ui/csv';
import { formatCount, formatShare } from '@bestiary/ui/format';
import { ChartPanel } from '../charts/chart-panel.tsx';
import { sampleTrials } from './sample-trials.ts';
import { outcomesInSight, type SweepSubject } from './sweep-subject.ts';
import type { TrialRecord } from './trial-record.ts';

/** So many bars are drawn. */
const MOST_BARS = 12;
/** Of the forest: the same trials have the same figures. */
const SEED = 1;

/** Which parameters, and which two together, the outcome hangs on. */
export function ImportancePanel({
  subject,
  finished,
}: {
  subject: SweepSubject;
  finished: readonly TrialRecord[];
}) {
  const { space, metric } = subject;
  const shares = useMemo(() => {
    const inSight = outcomesInSight(subject, finished);
    const outcomes = sampleTrials(finished).map((trial) => ({
      params: trial.params,
      value: inSight(trial),
    }));
    return importances(space, outcomes, SEED, true)
      .toSorted((a, b) => b.share - a.share)
      .map(({ names, share }) => ({ name: names.join(' × '), share }));
  }, [finished, space, subject]);
  const most = Math.max(1e-9, ...shares.map(({ share }) => share));
  return (
    <ChartPanel
      title={`Importance for ${metric}`}
      picture={(theme) =>
        barsPicture(
          shares
            .slice(0, MOST_BARS)
            .map(({ name, share }) => ({ name, value: share / most, words: formatShare(share) })),
          theme,
        )
      }
      csv={() =>
        toCsv(
          ['parameters', 'share of the variance'],
          shares.map(({ name, share }) => [name, share]),
        )
      }
    >
      {shares.length === 0 ? (
        <p className="text-muted">All outcomes are the same: nothing can be said.</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {shares.slice(0, MOST_BARS).map(({ name, share }) => (
            <li key={name}>
              <span className="flex justify-between gap-2">
                <span className="min-w-0 truncate">{name}</span>
                <span className="tabular-nums">{formatShare(share)}</span>
              </span>
              <span aria-hidden className="mt-0.5 block h-1.5 rounded-full bg-raised">
                <span
                  className="block h-full rounded-full bg-accent"
                  style={{ width: `${(share / most) * 100}%` }}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-3 max-w-[70ch] text-xs text-muted">
        Functional ANOVA: the share of the variance of {metric} over the whole space that a parameter explains
        by itself, or two only together, in a random forest fitted to {formatCount(finished.length)} finished
        trials. Few trials make rough shares. Outcomes that went far astray count as the worst in sight.
      </p>
    </ChartPanel>
  );
}
