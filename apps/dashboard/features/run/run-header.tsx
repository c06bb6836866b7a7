'use client';
import { useRef, useState } from 'react';
import type { RunDetail } from '@bestiary/contracts/run';
import { CommandLine } from '@bestiary/ui/components/command-line';
import { CopyButton } from '@bestiary/ui/components/copy-button';
import { Notice } from '@bestiary/ui/components/notice';
import { ProgressBar, progressWords } from '@bestiary/ui/components/progress-bar';
import { StatusBadge } from '@bestiary/ui/components/status-badge';
import { IconButton } from '@bestiary/ui/components/icon-button';
import { ChevronRight, Pencil } from 'lucide-react';
import Link from 'next/link';
import { NameForm } from '../run-edit/name-form.tsx';
import { RunNote } from '../run-edit/run-note.tsx';
import { TagEditor } from '../run-edit/tag-editor.tsx';
import { usePageActions } from '../shell/page-actions.ts';
import { Duration } from '../runs/duration.tsx';
import { Started } from '../runs/started.tsx';
import { savedThreshold, thresholdWords } from './evaluate/threshold-words.ts';

/** What a run is, how it goes, and what went wrong. */
export function RunHeader({ run }: { run: RunDetail }) {
  const saved = savedThreshold(run.tags);
  const [isRenaming, setRenaming] = useState(false);
  const renameButton = useRef<HTMLButtonElement>(null);
  const endRenaming = () => {
    setRenaming(false);
    requestAnimationFrame(() => renameButton.current?.focus());
  };
  const [openTag, setOpenTag] = useState<string | null>(null);
  const [isNoteOpen, setNoteOpen] = useState(false);
  usePageActions('This run', [
    { title: 'Rename the run', key: 'r', act: () => setRenaming(true), isCommand: true },
    { title: 'Add a tag', key: 't', act: () => setOpenTag(''), isCommand: true },
    { title: 'Write the note', key: 'n', act: () => setNoteOpen(true), isCommand: true },
  ]);
  return (
    <div className="flex flex-col gap-3 pt-4">
      <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-1 text-xs text-muted">
        <Link href="/" className="hover:text-ink hover:underline">
          Runs
        </Link>
        <ChevronRight aria-hidden size={12} className="shrink-0" />
        <Link href={`/?project=${run.projectId}`} className="truncate hover:text-ink hover:underline">
          <bdi>{run.projectName}</bdi>
        </Link>
      </nav>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <div className="flex min-w-0 items-center gap-1">
          <h1
            dir="auto"
            className={isRenaming ? 'sr-only' : 'min-w-0 text-xl font-semibold tracking-tight break-words'}
          >
            {run.name}
          </h1>
          {isRenaming ? (
            <NameForm run={run} className="h-9 min-w-64 text-lg" onClose={endRenaming} />
          ) : (
            <IconButton ref={renameButton} label="Rename the run" onClick={() => setRenaming(true)}>
              <Pencil aria-hidden size={14} />
            </IconButton>
          )}
        </div>
        <StatusBadge status={run.status} />
        <dl className="flex flex-wrap gap-x-5 gap-y-1 text-muted sm:ml-auto">
          {run.dataset !== null && <Fact name="dataset">{run.dataset.name}</Fact>}
          {saved !== null && (
            <Fact name="threshold">
              <Link
                href={`/runs/${run.id}?tab=evaluate`}
                title={`The probability from which on ${saved.positive ?? 'the second class'} is predicted, as saved with the run`}
                className="tabular-nums hover:underline"
              >
                {thresholdWords(saved.threshold)}
                {saved.positive !== null && ` for ${saved.positive}`}
              </Link>
            </Fact>
          )}
          <Fact name="duration">
            <Duration run={run} />
          </Fact>
          {run.startedAt !== null && (
            <Fact name="started">
              <Started at={run.startedAt} />
            </Fact>
          )}
          <Fact name="id">
            <span className="inline-flex items-center">
              <code className="font-mono text-xs" title={run.id}>
                …{run.id.slice(-8)}
              </code>
              <CopyButton text={run.id} what="the run's id" />
            </span>
          </Fact>
        </dl>
      </div>
      <TagEditor run={run} open={openTag} onOpen={setOpenTag} />
      <RunNote run={run} isOpen={isNoteOpen} onOpen={setNoteOpen} />
      {run.status === 'running' && <Running run={run} />}
      {run.status === 'queued' && <Notice title="This run waits for a worker to take it up." />}
      {run.status === 'lost' && (
        <Notice tone="warn" title="Nothing was heard of this run for a minute">
          <p>
            {run.heartbeatAt !== null && (
              <>
                Its last sign of life came <Started at={run.heartbeatAt} />.{' '}
              </>
            )}
            If its process lives and reaches the server again, the run goes on where it was. What it logged
            meanwhile is kept on its disk. Where its process is gone, the first of these sends what it logged,
            the second goes on from its last checkpoint:
          </p>
          <div className="mt-2 flex max-w-2xl flex-col gap-2">
            <CommandLine command="npx bestiary sync" />
            <CommandLine command={`npx bestiary train --resume ${run.id}`} />
          </div>
        </Notice>
      )}
      {run.error !== null && <Failure error={run.error} />}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      <dt>{name}</dt>
      <dd className="m-0 min-w-0 truncate text-ink">{children}</dd>
    </div>
  );
}

function Running({ run }: { run: RunDetail }) {
  return (
    <div className="flex flex-col gap-1.5">
      {run.progress !== null && <ProgressBar progress={run.progress} />}
      <p className="flex flex-wrap justify-between gap-x-4 text-xs text-muted tabular-nums">
        <span>{run.progress === null ? 'started' : progressWords(run.progress)}</span>
        <span>
          <kbd className="font-sans">Ctrl-C</kbd> in its terminal cancels it
          {run.environment.hostname !== undefined && ` (on ${run.environment.hostname})`}
        </span>
      </p>
    </div>
  );
}

function Failure({ error }: { error: NonNullable<RunDetail['error']> }) {
  return (
    <Notice tone="bad" title={error.message}>
      {error.hint !== undefined && <p>{error.hint}</p>}
      {error.stack !== undefined && (
        <details className="mt-2">
          <summary className="w-fit text-xs text-muted hover:text-ink">
            Stack{error.code !== undefined && ` (${error.code})`}
          </summary>
          <pre
            tabIndex={0}
            className="mt-2 max-h-80 overflow-auto rounded-md bg-panel p-3 font-mono text-xs leading-5"
          >
            {error.stack}
          </pre>
        </details>
      )}
    </Notice>
  );
}
