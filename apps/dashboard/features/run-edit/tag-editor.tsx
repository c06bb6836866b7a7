'use client';
import { useState } from 'react';
import type { RunSummary } from '@bestiary/contracts/run';
import { IconButton } from '@bestiary/ui/components/icon-button';
import { Plus, X } from 'lucide-react';
import { TagFields } from './tag-fields.tsx';
import { useRunEdit } from './use-run-edit.ts';

/** A run's tags, each of which can be changed and removed, and a place for one more. */
export function TagEditor({
  run,
  open,
  onOpen,
}: {
  run: RunSummary;
  /** key of the tag that is being changed; `''`: a new one; null: none */
  open: string | null;
  onOpen: (key: string | null) => void;
}) {
  const edit = useRunEdit(run);
  const [problem, setProblem] = useState<string | null>(null);
  const tags = Object.entries(run.tags).sort(([a], [b]) => (a < b ? -1 : 1));
  const save = async (before: string | null, key: string, value: string): Promise<string | null> => {
    if (key !== before && Object.hasOwn(run.tags, key)) return `the run has a tag ${key} already`;
    const tagged = `Tagged ${key}=${value}`;
    const change = { ...(before === null || before === key ? {} : { [before]: null }), [key]: value };
    if (before === key && run.tags[key] === value) return null;
    return edit({ tags: change }, tagged);
  };
  const remove = async (key: string) => {
    setProblem(await edit({ tags: { [key]: null } }, `Removed the tag ${key}`));
  };
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <ul aria-label="Tags" className="contents">
        {tags.map(([key, value]) => (
          <li key={key} className="flex max-w-full min-w-0 items-center">
            {open === key ? (
              <TagFields
                initial={{ key, value }}
                onSave={(nextKey, nextValue) => save(key, nextKey, nextValue)}
                onClose={() => onOpen(null)}
              />
            ) : (
              <span className="flex h-7 max-w-full min-w-0 items-center rounded-full border border-line bg-panel pr-0.5 text-xs">
                <button
                  type="button"
                  title={`${key} = ${value}`}
                  onClick={() => onOpen(key)}
                  className="relative flex h-full max-w-80 min-w-0 items-center gap-1.5 rounded-full pl-2.5 hover:text-accent"
                >
                  <span className="sr-only">Change the tag </span>
                  <bdi className="truncate text-muted">{key}</bdi>
                  <bdi className="truncate">{value}</bdi>
                </button>
                <IconButton
                  label={`Remove the tag ${key}`}
                  className="size-6!"
                  onClick={() => void remove(key)}
                >
                  <X aria-hidden size={12} />
                </IconButton>
              </span>
            )}
          </li>
        ))}
      </ul>
      {open === '' ? (
        <TagFields
          initial={{ key: '', value: '' }}
          onSave={(key, value) => save(null, key, value)}
          onClose={() => onOpen(null)}
        />
      ) : (
        <button
          type="button"
          onClick={() => onOpen('')}
          className="flex h-7 items-center gap-1 rounded-full border border-dashed border-line-strong px-2.5 text-xs text-muted hover:text-ink"
        >
          <Plus aria-hidden size={12} />
          Add a tag
        </button>
      )}
      {problem !== null && (
        <p role="alert" className="basis-full text-xs text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
