'use client';
import { useState } from 'react';
import type { Sweep } from '@bestiary/contracts/sweep-record';
import { CommandLine } from '@bestiary/ui/components/command-line';
import { CopyButton } from '@bestiary/ui/components/copy-button';
import { Notice } from '@bestiary/ui/components/notice';
import { formatCount } from '@bestiary/ui/format';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { Duration } from '../runs/duration.tsx';
import { Started } from '../runs/started.tsx';
import { usePageActions } from '../shell/page-actions.ts';
import { ExtendForm } from './extend-form.tsx';
import { SweepStatusBadge } from './sweep-status.tsx';
import { objectiveWords } from './sweep-words.ts';
import { useSweepActions } from './use-sweep-actions.ts';

const BUTTON =
  'inline-flex h-8 items-center gap-1.5 rounded-md border border-line bg-panel px-3 hover:border-line-strong';

/** What a sweep is, how it stands, and what can be done with it. */
export function SweepHeader({ sweep, activeWorkers }: { sweep: Sweep; activeWorkers: number | undefined }) {
  const actions = useSweepActions(sweep);
  const [isExtending, setExtending] = useState(false);
  const { status, counts } = sweep;
  const hasEnded = status === 'finished' || status === 'stopped' || status === 'failed';
  usePageActions('This sweep', [
    ...(status === 'running'
      ? [{ title: 'Pause the sweep', key: 'p', act: () => void actions.pause(), isCommand: true }]
      : []),
    ...(status === 'paused'
      ? [{ title: 'Resume the sweep', key: 'p', act: () => void actions.resume(), isCommand: true }]
      : []),
    { title: 'Change the budget', key: 'b', act: () => setExtending(true), isCommand: true },
  ]);
  return (
    <div className="flex flex-col gap-3 pt-4">
      <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-1 text-xs text-muted">
        <Link href="/sweeps" className="hover:text-ink hover:underline">
          Sweeps
        </Link>
        <ChevronRight aria-hidden size={12} className="shrink-0" />
        <Link href={`/?project=${sweep.projectId}`} className="truncate hover:text-ink hover:underline">
          <bdi>{sweep.projectName}</bdi>
        </Link>
      </nav>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 dir="auto" className="min-w-0 text-xl font-semibold tracking-tight break-words">
          {sweep.name}
        </h1>
        <SweepStatusBadge status={status} />
        <span className="text-muted">{sweep.config.objective.map(objectiveWords).join(', ')}</span>
        <div className="flex flex-wrap gap-2 sm:ml-auto">
          {status === 'running' && (
            <button type="button" className={BUTTON} onClick={() => void actions.pause()}>
              Pause
            </button>
          )}
          {(status === 'paused' || status === 'stopped') && (
            <button type="button" className={BUTTON} onClick={() => void actions.resume()}>
              Resume
            </button>
          )}
          {(status === 'running' || status === 'paused') && (
            <button type="button" className={BUTTON} onClick={() => void actions.stop()}>
              Stop
            </button>
          )}
          <button
            type="button"
            aria-expanded={isExtending}
            className={BUTTON}
            onClick={() => setExtending(!isExtending)}
          >
            {hasEnded ? 'Extend' : 'Budget'}
          </button>
          {counts.failed > 0 && (
            <button type="button" className={BUTTON} onClick={() => void actions.retryFailed()}>
              Retry {formatCount(counts.failed)} failed
            </button>
          )}
          {counts.finished >= 2 && (
            <Link href={`/?q=${encodeURIComponent(`tags.sweep = '${sweep.id}'`)}`} className={BUTTON}>
              Runs
            </Link>
          )}
        </div>
      </div>
      <dl className="flex flex-wrap gap-x-5 gap-y-1 text-muted">
        <Fact name="duration">
          <Duration run={sweep} />
        </Fact>
        <Fact name="started">
          <Started at={sweep.startedAt ?? sweep.createdAt} />
        </Fact>
        {activeWorkers !== undefined && <Fact name="workers">{formatCount(activeWorkers)}</Fact>}
        {sweep.warmStarted > 0 && (
          <Fact name="learned from">{formatCount(sweep.warmStarted)} earlier runs</Fact>
        )}
        <Fact name="id">
          <span className="inline-flex items-center">
            <code className="font-mono text-xs" title={sweep.id}>
              …{sweep.id.slice(-8)}
            </code>
            <CopyButton text={sweep.id} what="the sweep's id" />
          </span>
        </Fact>
        {sweep.finalRunId !== null && (
          <Fact name="candidate">
            <Link href={`/runs/${sweep.finalRunId}`} className="text-accent underline">
              trained on all data
            </Link>
          </Fact>
        )}
      </dl>
      {isExtending && (
        <ExtendForm
          budget={sweep.config.budget}
          onCancel={() => setExtending(false)}
          onExtend={(budget) =>
            void actions.extend(budget).then((done) => {
              if (done) setExtending(false);
            })
          }
        />
      )}
      {sweep.statusReason !== null && (
        <Notice tone={status === 'failed' ? 'bad' : 'plain'} title={sweep.statusReason} />
      )}
      {status === 'running' && activeWorkers === 0 && (
        <Notice tone="warn" role="status" title="No worker takes trials of this sweep">
          <p className="mb-2">Start one on this machine, or on any that sees the images:</p>
          <CommandLine command={`npx bestiary worker --sweep ${sweep.id}`} />
        </Notice>
      )}
      {hasEnded && sweep.best.length > 0 && sweep.finalRunId === null && (
        <div className="flex max-w-3xl flex-col gap-1.5">
          <p className="text-muted">Train the best settings once more, on all images, as a candidate:</p>
          <CommandLine command={`npx bestiary sweep finalize ${sweep.id}`} />
        </div>
      )}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      <dt>{name}</dt>
      <dd className="m-0 min-w-0 truncate text-ink tabular-nums">{children}</dd>
    </div>
  );
}
