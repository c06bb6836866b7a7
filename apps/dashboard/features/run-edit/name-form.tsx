'use client';
import { useId, useState } from 'react';
import { Name } from '@bestiary/contracts/project';
import type { RunSummary } from '@bestiary/contracts/run';
import clsx from 'clsx';
import { CANCEL, FIELD, SAVE } from './edit-styles.ts';
import { useRunEdit } from './use-run-edit.ts';

/** A run's name to be changed in its place: Enter saves, Escape leaves it. */
export function NameForm({
  run,
  className,
  onClose,
}: {
  run: RunSummary;
  className?: string;
  onClose: () => void;
}) {
  const edit = useRunEdit(run);
  const problemId = useId();
  const [draft, setDraft] = useState(run.name);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const save = async () => {
    const name = Name.safeParse(draft);
    if (!name.success) return setProblem(name.error.issues[0]!.message);
    if (name.data === run.name) return onClose();
    setSaving(true);
    const failure = await edit({ name: name.data }, `Renamed to ${name.data}`);
    setSaving(false);
    if (failure === null) onClose();
    else setProblem(failure);
  };
  return (
    <form
      aria-label="Rename the run"
      className="flex min-w-0 flex-1 flex-wrap items-center gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <input
        autoFocus
        dir="auto"
        aria-label="Name"
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : problemId}
        value={draft}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => {
          setDraft(event.target.value);
          setProblem(null);
        }}
        className={clsx(FIELD, 'w-full max-w-xl flex-1', className)}
      />
      <button type="submit" disabled={isSaving} className={SAVE}>
        Save
      </button>
      <button type="button" onClick={onClose} className={CANCEL}>
        Cancel
      </button>
      {problem !== null && (
        <p id={problemId} role="alert" className="basis-full text-xs text-bad">
          {problem}
        </p>
      )}
    </form>
  );
}
