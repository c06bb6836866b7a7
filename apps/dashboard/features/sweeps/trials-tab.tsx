'use client';
import { useMemo } from 'react';
import { TRIAL_STATUSES, type TrialStatus } from '@bestiary/contracts/sweep';
import { Segmented } from '@bestiary/ui/components/segmented';
import { toCsv } from '@bestiary/ui/csv';
import { formatCount } from '@bestiary/ui/format';
import { fileNameOf, saveFile } from '@bestiary/ui/save-file';
import clsx from 'clsx';
import { useQueryStates } from 'nuqs';
import { SWEEP_SEARCH, TRIAL_ORDERS } from './sweep-search.ts';
import { outcomeOf, type SweepSubject } from './sweep-subject.ts';
import { TrialTable } from './trial-table.tsx';
import type { TrialRecord } from './trial-record.ts';

const ORDER_TITLES = { best: 'best first', number: 'newest first', duration: 'longest first' } as const;

/** Every trial of the sweep. */
export function TrialsTab({ subject }: { subject: SweepSubject }) {
  const [search, setSearch] = useQueryStates({ status: SWEEP_SEARCH.status, order: SWEEP_SEARCH.order });
  const { trials, sweep } = subject;
  const shown = useMemo(() => {
    const wanted = new Set<TrialStatus>(search.status);
    const some = wanted.size === 0 ? trials : trials.filter(({ status }) => wanted.has(status));
    return ordered(subject, some, search.order);
  }, [subject, trials, search]);
  const toggle = (status: TrialStatus) =>
    void setSearch({
      status: search.status.includes(status)
        ? search.status.filter((each) => each !== status)
        : [...search.status, status],
    });
  return (
    <section aria-label="Trials" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {TRIAL_STATUSES.filter((status) => sweep.counts[status] > 0 || search.status.includes(status)).map(
          (status) => {
            const isOn = search.status.includes(status);
            return (
              <button
                key={status}
                type="button"
                aria-pressed={isOn}
                onClick={() => toggle(status)}
                className={clsx(
                  'h-7 rounded-full border px-3 text-xs',
                  isOn ? 'border-accent bg-accent-soft text-accent' : 'border-line hover:border-line-strong',
                )}
              >
                {status} <span className="tabular-nums">{formatCount(sweep.counts[status])}</span>
              </button>
            );
          },
        )}
        <div className="ml-auto flex items-center gap-2">
          <Segmented
            label="Order"
            value={search.order}
            options={TRIAL_ORDERS.map((order) => ({ value: order, label: ORDER_TITLES[order] }))}
            onChange={(order) => void setSearch({ order })}
          />
          <button
            type="button"
            onClick={() =>
              saveFile(
                `${fileNameOf(sweep.name)}-trials.csv`,
                new Blob([trialsCsv(subject, shown)], { type: 'text/csv' }),
              )
            }
            className="h-7 rounded-md border border-line bg-panel px-2.5 text-xs hover:border-line-strong"
          >
            CSV
          </button>
        </div>
      </div>
      {shown.length === 0 ? (
        <p className="py-8 text-center text-muted">
          No trial {search.status.length > 0 ? 'stands so' : 'has begun'}.
        </p>
      ) : (
        <TrialTable label="Trials of the sweep" subject={subject} trials={shown} />
      )}
    </section>
  );
}

function ordered(
  subject: SweepSubject,
  trials: readonly TrialRecord[],
  order: (typeof TRIAL_ORDERS)[number],
): TrialRecord[] {
  if (order === 'number') return trials.toReversed();
  if (order === 'duration') {
    return trials.toSorted((a, b) => lasted(b) - lasted(a) || a.number - b.number);
  }
  const sign = subject.goal === 'min' ? 1 : -1;
  const loss = (trial: TrialRecord) => {
    const outcome = outcomeOf(subject, trial);
    return Number.isFinite(outcome) ? sign * outcome : Infinity;
  };
  return trials
    .map((trial) => ({ trial, loss: loss(trial) }))
    .sort((a, b) => (a.loss === b.loss ? a.trial.number - b.trial.number : a.loss - b.loss))
    .map(({ trial }) => trial);
}

function lasted({ startedAt, endedAt }: TrialRecord): number {
  return startedAt === null || endedAt === null ? -1 : endedAt - startedAt;
}

function trialsCsv({ sweep, space }: SweepSubject, trials: readonly TrialRecord[]): string {
  const names = space.parameters.map(({ name }) => name);
  const metrics = sweep.config.objective.map(({ metric }) => metric);
  return toCsv(
    ['trial', 'status', ...metrics, ...names, 'steps', 'seconds', 'run'],
    trials.map((trial) => [
      trial.number,
      trial.status,
      ...metrics.map((_, i) => trial.values?.[i] ?? null),
      ...names.map((name) => trial.params[name] ?? null),
      trial.steps.length,
      lasted(trial) < 0 ? null : lasted(trial) / 1_000,
      trial.runId,
    ]),
  );
}
