'use client';
import { useMemo } from 'react';
import type { Worker } from '@bestiary/contracts/worker';
import { CommandLine } from '@bestiary/ui/components/command-line';
import { Plot } from '@bestiary/ui/components/plot';
import { toCsv } from '@bestiary/ui/csv';
import { echartsPicture } from '@bestiary/ui/echarts-picture';
import { formatCount } from '@bestiary/ui/format';
import { prepareWorkerTimeline, TIMELINE_ROW, type WorkedTrial } from '@bestiary/ui/prepare-worker-timeline';
import { useRouter } from 'next/navigation';
import { ChartPanel } from '../charts/chart-panel.tsx';
import { useNow } from '../shell/use-now.ts';
import { useThemeName } from '../shell/use-theme-name.ts';
import type { SweepSubject } from './sweep-subject.ts';
import type { TrialRecord } from './trial-record.ts';
import { WorkerTable } from './worker-table.tsx';

/** Who worked on what, and when. */
export function WorkersTab({ subject, workers }: { subject: SweepSubject; workers: readonly Worker[] }) {
  const { trials, sweep } = subject;
  const theme = useThemeName();
  const router = useRouter();
  const now = useNow(false);
  const worked = useMemo(() => workedTrials(trials, now), [trials, now]);
  const rows = useMemo(() => rowsOf(worked, workers), [worked, workers]);
  const option = useMemo(
    () => prepareWorkerTimeline({ trials: worked, workers: rows, theme }),
    [worked, rows, theme],
  );
  return (
    <div className="flex flex-col gap-4">
      {worked.length > 0 && (
        <ChartPanel
          title="Timeline"
          picture={(wanted) =>
            echartsPicture(
              prepareWorkerTimeline({ trials: worked, workers: rows, theme: wanted }),
              1_000,
              rows.length * TIMELINE_ROW + 48,
              wanted,
            )
          }
          csv={() =>
            toCsv(
              ['trial', 'worker', 'status', 'from', 'to'],
              worked.map(({ number, worker, status, from, to }) => [
                number,
                worker,
                status,
                new Date(from).toISOString(),
                new Date(to).toISOString(),
              ]),
            )
          }
        >
          <Plot
            option={option}
            height={rows.length * TIMELINE_ROW + 48}
            label={`${formatCount(worked.length)} trials on ${formatCount(rows.length)} workers`}
            onClick={(name) => {
              const runId = trials.find(({ number }) => String(number) === name)?.runId;
              if (runId) router.push(`/runs/${runId}`);
            }}
          />
        </ChartPanel>
      )}
      {workers.length > 0 ? (
        <WorkerTable workers={workers} />
      ) : (
        <div className="max-w-3xl">
          <p className="mb-2 text-muted">
            No worker has taken a trial of this sweep. One is started by this command, on any machine that
            reaches this server and sees the images:
          </p>
          <CommandLine command={`npx bestiary worker --sweep ${sweep.id}`} />
        </div>
      )}
    </div>
  );
}

function workedTrials(trials: readonly TrialRecord[], now: number | null): WorkedTrial[] {
  return trials.flatMap(({ number, workerId, status, startedAt, endedAt }) => {
    const to = endedAt ?? (status === 'running' ? now : null);
    return workerId === null || startedAt === null || to === null
      ? []
      : [{ number, worker: workerId, status, from: startedAt, to: Math.max(startedAt, to) }];
  });
}

/** A row for each worker that has had a trial, in the order of their first. */
function rowsOf(worked: readonly WorkedTrial[], workers: readonly Worker[]): { id: string; name: string }[] {
  const names = new Map(workers.map(({ id, host, pid }) => [id, `${host} ${pid}`]));
  const ids = [...new Set(worked.toSorted((a, b) => a.from - b.from).map(({ worker }) => worker))];
  return ids.map((id) => ({ id, name: names.get(id) ?? `…${id.slice(-6)}` }));
}
