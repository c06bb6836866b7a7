'use client';
import { useState } from 'react';
import { columnOfField } from '@bestiary/contracts/run-search';
import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useTRPC } from '../shell/trpc.ts';
import { GROUP_TITLES, groupTitle, type GroupWord } from './group-by.ts';

/** So many keys of a kind are listed; the filter finds the others. */
const LISTED = 50;

/** The ways to put rows together: fixed ones, and by any parameter or tag. */
export default function GroupPicker({
  value,
  onChange,
}: {
  value: GroupWord;
  onChange: (value: GroupWord) => void;
}) {
  const trpc = useTRPC();
  const keys = useQuery(trpc.runs.keys.queryOptions());
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const sections: { title: string; words: GroupWord[] }[] = [
    { title: 'Rows', words: [...GROUP_TITLES.keys()] },
    {
      title: 'Parameters',
      words: (keys.data?.params ?? []).map((key) => columnOfField({ kind: 'param', key })),
    },
    { title: 'Tags', words: (keys.data?.tags ?? []).map((key) => columnOfField({ kind: 'tag', key })) },
  ];
  return (
    <>
      <input
        type="search"
        autoFocus
        aria-label="Filter ways to group"
        placeholder="Parameter, tag …"
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
        className="m-1 h-8 rounded-md border border-line bg-paper px-2"
      />
      <div className="min-h-0 overflow-y-auto">
        {keys.isError && (
          <p role="alert" className="px-2 py-1 text-bad">
            {keys.error.message}
          </p>
        )}
        {sections.map(({ title, words }) => {
          const found = words.filter((word) => groupTitle(word).toLowerCase().includes(wanted));
          if (found.length === 0) return null;
          return (
            <section key={title} aria-label={title}>
              <h3 className="heading px-2 pt-2 pb-1">{title}</h3>
              {found.slice(0, LISTED).map((word) => (
                <button
                  key={word}
                  type="button"
                  aria-pressed={word === value}
                  onClick={() => onChange(word)}
                  className="flex w-full items-center gap-2 rounded px-2 py-1 text-left hover:bg-raised"
                >
                  <Check
                    aria-hidden
                    size={13}
                    className={word === value ? 'shrink-0' : 'invisible shrink-0'}
                  />
                  <bdi className="truncate">{groupTitle(word)}</bdi>
                </button>
              ))}
              {found.length > LISTED && (
                <p className="px-2 text-xs text-muted">{found.length - LISTED} more: filter to find them</p>
              )}
            </section>
          );
        })}
      </div>
    </>
  );
}
