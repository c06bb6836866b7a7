'use client';
import { useState } from 'react';
import { X } from 'lucide-react';
import { CONTROL } from './menu-styles.ts';

const FIELD = 'h-8 w-28 min-w-0 flex-1 rounded-md border border-line bg-paper px-2';

/** A tag for the selected runs, or one to take from them. */
export function TagForm({
  onTag,
  onClose,
}: {
  /** `null` removes the tag */
  onTag: (key: string, value: string | null) => void;
  onClose: () => void;
}) {
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const isKey = key.trim() !== '';
  return (
    <form
      aria-label="Tag the selected runs"
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isKey) onTag(key.trim(), value);
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <input
        autoFocus
        aria-label="Tag"
        placeholder="tag"
        maxLength={250}
        value={key}
        onChange={(event) => setKey(event.target.value)}
        className={FIELD}
      />
      <input
        aria-label="Value"
        placeholder="value"
        maxLength={5_000}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        className={FIELD}
      />
      <button type="submit" disabled={!isKey} className={`${CONTROL} disabled:opacity-50`}>
        Set
      </button>
      <button
        type="button"
        disabled={!isKey}
        onClick={() => onTag(key.trim(), null)}
        className={`${CONTROL} disabled:opacity-50`}
      >
        Remove
      </button>
      <button
        type="button"
        aria-label="Close the tag"
        onClick={onClose}
        className="grid size-8 place-items-center rounded-md text-muted hover:bg-raised hover:text-ink"
      >
        <X aria-hidden size={14} />
      </button>
    </form>
  );
}
