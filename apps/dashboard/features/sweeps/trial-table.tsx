'use client';
import { useRef } from 'react';
import { formatCount, formatDuration, formatMetric } from '@bestiary/ui/format';
import { useVirtualizer } from '@tanstack/react-virtual';
import Link from 'next/link';
import { useNow } from '../shell/use-now.ts';
import { SweepStatusBadge } from './sweep-status.tsx';
import type { SweepSubject } from './sweep-subject.ts';
import { paramWords } from './sweep-words.ts';
import type { TrialRecord } from './trial-record.ts';

const ROW = 36;
/** Rows drawn before the box has a height. */
const FIRST_SCREEN = { width: 1_000, height: 600 };

/** Trials, a row each; only those in sight are in the document. */
export function TrialTable({
  label,
  subject: { sweep, trials: all, space },
  trials,
  onEmphasise,
}: {
  label: string;
  subject: SweepSubject;
  trials: readonly TrialRecord[];
  /** is told the id of the trial that the pointer is on */
  onEmphasise?: (trial: string | null) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const now = useNow(all.some(({ status }) => status === 'running'));
  // eslint-disable-next-line react-hooks/incompatible-library -- matters to the React Compiler alone, which is not used
  const virtualizer = useVirtualizer({
    count: trials.length,
    estimateSize: () => ROW,
    getScrollElement: () => box.current,
    getItemKey: (index) => trials[index]?.id ?? index,
    overscan: 10,
    initialRect: FIRST_SCREEN,
  });
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  const names = space.parameters.map(({ name }) => name);
  const best = new Set(sweep.best.map(({ number }) => number));
  return (
    <div
      ref={box}
      tabIndex={0}
      role="region"
      aria-label={label}
      className="relative max-h-[36rem] overflow-auto rounded-md border border-line"
    >
      <table className="w-full" aria-rowcount={trials.length + 1}>
        <caption className="sr-only">
          {label}: {formatCount(trials.length)}
        </caption>
        <thead className="sticky top-0 z-[1] bg-panel text-xs text-muted">
          <tr>
            <Head>trial</Head>
            <Head>status</Head>
            {sweep.config.objective.map(({ metric }, i) => (
              <Head key={i} isNumber>
                {metric}
              </Head>
            ))}
            {names.map((name) => (
              <Head key={name} isNumber>
                {name}
              </Head>
            ))}
            <Head isNumber>steps</Head>
            <Head isNumber>duration</Head>
          </tr>
        </thead>
        <tbody>
          {before > 0 && (
            <tr aria-hidden>
              <td style={{ height: before }} />
            </tr>
          )}
          {items.map(({ index }) => {
            const trial = trials[index]!;
            return (
              <tr
                key={trial.id}
                aria-rowindex={index + 2}
                className="border-t border-line hover:bg-raised"
                style={{ height: ROW }}
                onPointerEnter={() => onEmphasise?.(trial.id)}
                onPointerLeave={() => onEmphasise?.(null)}
              >
                <th scope="row" className="px-3 text-left font-medium whitespace-nowrap tabular-nums">
                  {trial.runId === null ? (
                    trial.number
                  ) : (
                    <Link href={`/runs/${trial.runId}`} className="text-accent hover:underline">
                      {trial.number}
                    </Link>
                  )}
                  {best.has(trial.number) && (
                    <span className="ml-1.5 rounded bg-accent-soft px-1 text-2xs text-accent">best</span>
                  )}
                  {trial.attempt > 1 && (
                    <span className="ml-1.5 text-2xs text-warn">attempt {trial.attempt}</span>
                  )}
                </th>
                <td className="max-w-64 truncate px-3" title={trial.error?.message}>
                  <SweepStatusBadge status={trial.status} />
                  {trial.error !== null && <span className="ml-2 text-bad">{trial.error.message}</span>}
                </td>
                {sweep.config.objective.map((_, i) => (
                  <td key={i} className="px-3 text-right font-medium tabular-nums">
                    <Outcome trial={trial} objective={i} />
                  </td>
                ))}
                {names.map((name) => (
                  <td key={name} className="max-w-40 truncate px-3 text-right tabular-nums">
                    {name in trial.params ? (
                      paramWords(trial.params[name]!)
                    ) : (
                      <span className="text-muted">–</span>
                    )}
                  </td>
                ))}
                <td className="px-3 text-right text-muted tabular-nums">{trial.steps.length}</td>
                <td className="px-3 text-right whitespace-nowrap text-muted tabular-nums">
                  {durationWords(trial, now)}
                </td>
              </tr>
            );
          })}
          {after > 0 && (
            <tr aria-hidden>
              <td style={{ height: after }} />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function Head({ children, isNumber = false }: { children: React.ReactNode; isNumber?: boolean }) {
  return (
    <th
      scope="col"
      className={`px-3 py-1.5 font-normal whitespace-nowrap ${isNumber ? 'text-right' : 'text-left'}`}
    >
      {children}
    </th>
  );
}

/** A trial's value, or, where it has none, the last that it reported. */
function Outcome({ trial, objective }: { trial: TrialRecord; objective: number }) {
  const value = trial.values?.[objective];
  if (value !== undefined) {
    return <span className={Number.isFinite(value) ? undefined : 'text-bad'}>{formatMetric(value)}</span>;
  }
  if (objective > 0 || trial.lastReport === null) return <span className="text-muted">–</span>;
  return (
    <span className="font-normal text-muted" title={`last reported, at step ${trial.lastReport.step}`}>
      {formatMetric(trial.lastReport.value)}
    </span>
  );
}

function durationWords({ startedAt, endedAt, status }: TrialRecord, now: number | null): string {
  if (startedAt === null) return '–';
  const end = endedAt ?? (status === 'running' ? now : null);
  return end === null ? '–' : formatDuration(end - startedAt);
}
