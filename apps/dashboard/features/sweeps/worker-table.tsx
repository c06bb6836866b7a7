'use client';
import type { Worker, WorkerStatus } from '@bestiary/contracts/worker';
import { formatCount, formatFixed } from '@bestiary/ui/format';
import { Moment } from '@bestiary/ui/components/moment';
import clsx from 'clsx';
import Link from 'next/link';
import { useNow } from '../shell/use-now.ts';

const COLOURS: Readonly<Record<WorkerStatus, string>> = {
  active: 'bg-accent',
  draining: 'bg-warn',
  stopped: 'bg-line-strong',
  gone: 'bg-bad',
};

/** Workers and what they do, those heard of last first. */
export function WorkerTable({ workers }: { workers: readonly Worker[] }) {
  const now = useNow();
  return (
    <div
      className="relative overflow-x-auto rounded-lg border border-line bg-panel"
      tabIndex={0}
      role="region"
      aria-label="Workers"
    >
      <table className="w-full">
        <caption className="sr-only">Workers, those heard of last first</caption>
        <thead className="text-xs text-muted">
          <tr>
            {[
              'worker',
              'status',
              'works on',
              'ended',
              'failed',
              'trials/min',
              'backend',
              'started',
              'last seen',
            ].map((title) => (
              <th key={title} scope="col" className="px-3 py-2 text-left font-normal whitespace-nowrap">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <tr key={worker.id} className="border-t border-line">
              <th scope="row" className="px-3 py-2 text-left font-medium whitespace-nowrap">
                {worker.host} <span className="font-normal text-muted tabular-nums">{worker.pid}</span>
              </th>
              <td className="max-w-72 px-3">
                <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
                  <span aria-hidden className={clsx('size-2 rounded-full', COLOURS[worker.status])} />
                  {worker.status}
                </span>
                {worker.reason !== null && <p className="text-xs text-muted">{worker.reason}</p>}
              </td>
              <td className="px-3 tabular-nums">
                {worker.trials.length === 0 && <span className="text-muted">–</span>}
                {worker.trials.map(({ id, sweepId, number }, i) => (
                  <span key={id}>
                    {i > 0 && ', '}
                    <Link href={`/sweeps/${sweepId}?tab=trials`} className="text-accent hover:underline">
                      trial {number}
                    </Link>
                  </span>
                ))}
              </td>
              <td className="px-3 tabular-nums">{formatCount(worker.finished)}</td>
              <td className={clsx('px-3 tabular-nums', worker.failed > 0 && 'text-bad')}>
                {formatCount(worker.failed)}
              </td>
              <td className="px-3 tabular-nums">{formatFixed(worker.trialsPerMinute, 1)}</td>
              <td className="px-3 text-muted">{worker.backend}</td>
              <td className="px-3 text-muted">
                <Moment at={worker.startedAt} now={now} />
              </td>
              <td className="px-3 text-muted">
                <Moment at={worker.lastSeenAt} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
