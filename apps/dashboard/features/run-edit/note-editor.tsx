'use client';
import { lazy, Suspense, useId, useState } from 'react';
import type { RunDetail } from '@bestiary/contracts/run';
import { Segmented } from '@bestiary/ui/components/segmented';
import { CANCEL, FIELD, SAVE } from './edit-styles.ts';
import { useRunEdit } from './use-run-edit.ts';

const Markdown = lazy(() => import('../shell/markdown.tsx'));

/** The server keeps no longer note. */
const MAX_LENGTH = 100_000;
const SIDES = [
  { value: 'write', label: 'Write' },
  { value: 'preview', label: 'Preview' },
] as const;

/** A note in Markdown as it is written, and as it will look. */
export default function NoteEditor({
  run,
  initial,
  onDiscard,
  onSaved,
}: {
  run: RunDetail;
  initial: string;
  onDiscard: (text: string) => void;
  onSaved: () => void;
}) {
  const edit = useRunEdit(run);
  const problemId = useId();
  const [text, setText] = useState(initial);
  const [side, setSide] = useState<'write' | 'preview'>('write');
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const save = async () => {
    const note = text.trim() === '' ? null : text;
    if (note === run.note) return onSaved();
    setSaving(true);
    const failure = await edit({ note }, note === null ? 'The note was removed' : 'The note was saved');
    setSaving(false);
    if (failure === null) onSaved();
    else setProblem(failure);
  };
  return (
    <form
      aria-label="Note"
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void save();
        } else if (event.key === 'Escape') {
          event.stopPropagation();
          onDiscard(text);
        }
      }}
    >
      {side === 'write' ? (
        <textarea
          autoFocus
          dir="auto"
          aria-label="Note in Markdown"
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : problemId}
          maxLength={MAX_LENGTH}
          rows={Math.min(20, Math.max(6, text.split('\n').length + 1))}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className={`${FIELD} w-full py-2 font-mono text-xs leading-5`}
        />
      ) : (
        <div
          aria-label="Preview of the note"
          role="region"
          className="min-h-32 rounded-md border border-line px-3 py-2"
        >
          <Suspense>
            {text.trim() === '' ? <p className="text-muted">Nothing to show.</p> : <Markdown text={text} />}
          </Suspense>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Segmented label="Side of the note" value={side} options={SIDES} onChange={setSide} />
        <span className="text-xs text-muted">Markdown. Ctrl Enter saves, Esc leaves it.</span>
        <span className="ml-auto flex gap-1">
          <button type="button" onClick={() => onDiscard(text)} className={CANCEL}>
            Cancel
          </button>
          <button type="submit" disabled={isSaving} className={SAVE}>
            Save
          </button>
        </span>
      </div>
      {problem !== null && (
        <p id={problemId} role="alert" className="text-xs text-bad">
          {problem}
        </p>
      )}
    </form>
  );
}
