'use client';
import { useId, useState } from 'react';
import clsx from 'clsx';
import { CANCEL, FIELD, SAVE } from './edit-styles.ts';

/** A tag's key and value to be written: Enter saves, Escape leaves them. */
export function TagFields({
  initial,
  onSave,
  onClose,
}: {
  initial: { key: string; value: string };
  /** @returns what went wrong, or null */
  onSave: (key: string, value: string) => Promise<string | null>;
  onClose: () => void;
}) {
  const problemId = useId();
  const [key, setKey] = useState(initial.key);
  const [value, setValue] = useState(initial.value);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const save = async () => {
    if (key.trim() === '') return setProblem('a tag needs a name');
    setSaving(true);
    const failure = await onSave(key.trim(), value.trim());
    setSaving(false);
    if (failure === null) onClose();
    else setProblem(failure);
  };
  const described = {
    'aria-invalid': problem !== null,
    'aria-describedby': problem === null ? undefined : problemId,
  };
  return (
    <form
      aria-label={initial.key === '' ? 'New tag' : `Tag ${initial.key}`}
      className="flex max-w-full flex-wrap items-center gap-1"
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
        autoFocus={initial.key === ''}
        dir="auto"
        aria-label="Tag"
        placeholder="tag"
        maxLength={250}
        {...described}
        value={key}
        onChange={(event) => {
          setKey(event.target.value);
          setProblem(null);
        }}
        className={clsx(FIELD, 'h-7 w-28')}
      />
      <input
        autoFocus={initial.key !== ''}
        dir="auto"
        aria-label="Value"
        placeholder="value"
        maxLength={5_000}
        {...described}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        className={clsx(FIELD, 'h-7 w-36')}
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
