'use client';
import { useEffect, useState } from 'react';
import { Name } from '@bestiary/contracts/project';
import { MAX_REPORT_LENGTH, type Report } from '@bestiary/contracts/report';
import { Segmented } from '@bestiary/ui/components/segmented';
import clsx from 'clsx';
import { CANCEL, FIELD, SAVE } from '../run-edit/edit-styles.ts';
import { useRested } from '../shell/use-rested.ts';
import { ReportBody } from './report-body.tsx';
import { useReports } from './use-reports.ts';

/** The preview follows when nothing was typed for so long (milliseconds). */
const REST_MS = 400;
const SIDES = [
  { value: 'write', label: 'Write' },
  { value: 'preview', label: 'Preview' },
] as const;

/** A report as it is written, beside how it will look; on a narrow screen one of the two. */
export function ReportEditor({ report, onDone }: { report: Report; onDone: () => void }) {
  const { save } = useReports();
  // of the version that is changed here; others' changes since are not overwritten
  const [begun] = useState(report);
  const [title, setTitle] = useState(report.title);
  const [markdown, setMarkdown] = useState(report.markdown);
  const [side, setSide] = useState<'write' | 'preview'>('write');
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const rested = useRested(markdown, REST_MS);
  const isChanged = title !== begun.title || markdown !== begun.markdown;
  const isTitle = Name.safeParse(title).success;
  useWarning(isChanged);
  const submit = () => {
    if (!isTitle || isSaving) return;
    if (!isChanged) return onDone();
    setSaving(true);
    save({ id: report.id, title, markdown }, begun.updatedAt).then(onDone, (error: unknown) => {
      setSaving(false);
      setProblem(error instanceof Error ? error.message : String(error));
    });
  };
  return (
    <form
      aria-label="Report"
      className="flex min-h-[calc(100dvh-3rem)] flex-col gap-3 px-4 py-3 sm:px-6"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        const isSave = event.key === 'Enter' || event.key.toLowerCase() === 's';
        if (!isSave || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        submit();
      }}
    >
      <div className="flex flex-wrap items-center gap-2">
        <input
          aria-label="Title"
          dir="auto"
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.target.value)}
          className={clsx(FIELD, 'h-9 flex-1 basis-60 text-lg font-semibold')}
        />
        <span className="lg:hidden">
          <Segmented label="Side of the report" value={side} options={SIDES} onChange={setSide} />
        </span>
        <button type="button" onClick={onDone} className={CANCEL}>
          {isChanged ? 'Discard' : 'Close'}
        </button>
        <button type="submit" disabled={isSaving || !isTitle} className={SAVE}>
          Save
        </button>
      </div>
      {problem !== null && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      <div className="grid min-h-0 flex-1 gap-4 lg:grid-cols-2">
        <div className={clsx('flex min-w-0 flex-col gap-1', side === 'preview' && 'max-lg:hidden')}>
          <textarea
            aria-label="Report in Markdown"
            dir="auto"
            value={markdown}
            maxLength={MAX_REPORT_LENGTH}
            spellCheck
            onChange={(event) => setMarkdown(event.target.value)}
            className={clsx(
              FIELD,
              'min-h-80 flex-1 resize-none p-3 font-mono text-xs leading-5 lg:sticky lg:top-3 lg:max-h-[calc(100dvh-9rem)]',
            )}
          />
          <p className="text-xs text-muted">
            Markdown. A chart is a code block of the language bestiary: “Add to a report” on any chart puts it
            at the end of the report. Ctrl Enter saves.
          </p>
        </div>
        <div
          role="region"
          aria-label="Preview"
          className={clsx('min-w-0 rounded-md border border-line p-4', side === 'write' && 'max-lg:hidden')}
        >
          {rested.trim() === '' ? (
            <p className="text-muted">Nothing to show.</p>
          ) : (
            <ReportBody markdown={rested} />
          )}
        </div>
      </div>
    </form>
  );
}

/** Asks before the page is left with something unsaved. */
function useWarning(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isNeeded]);
}
