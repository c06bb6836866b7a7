'use client';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Completion } from '@bestiary/search/complete-search';
import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { Search } from 'lucide-react';
import { useTRPC } from '../shell/trpc.ts';
import { acceptCompletion } from './accept-completion.ts';
import { MistakeNote } from './mistake-note.tsx';
import type { SearchLanguage, SearchMistake } from './search-language.ts';

/** A search acts when nothing was typed for this long (milliseconds). */
const TYPING_MS = 200;
const MAX_LENGTH = 5_000;
/** A field that is being written: as a word it would find nothing. */
const UNCOMPARED_FIELD = /(?:^|[\s(])(?:metrics|params|tags)\.\S*\s*$/i;
/** What a new condition begins with. */
const BEGINNINGS: readonly Completion['kind'][] = ['field', 'keyword'];
const NO_KEYS = { metrics: [], params: [], tags: [] };

const loadLanguage = async (): Promise<SearchLanguage> =>
  (await import('./search-language.ts')).SEARCH_LANGUAGE;

/** A box for the search language: completes what is typed, and says where it is wrong. */
export function SearchBox({
  value,
  onChange,
  input,
}: {
  value: string;
  /** told of searches without a mistake only */
  onChange: (value: string) => void;
  input: RefObject<HTMLInputElement | null>;
}) {
  const trpc = useTRPC();
  const id = useId();
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const [language, setLanguage] = useState<SearchLanguage>();
  const [mistake, setMistake] = useState<SearchMistake>();
  /** where completions are wanted; null: nowhere */
  const [cursor, setCursor] = useState<number | null>(null);
  /** whether they were asked for by a key */
  const [asked, setAsked] = useState(false);
  const [active, setActive] = useState(-1);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const keys = useQuery(trpc.runs.keys.queryOptions(undefined, { enabled: language !== undefined })).data;

  if (value !== known) {
    // the URL changed by other means: back button, a saved search, cleared filters
    setKnown(value);
    setText(value);
    setMistake(undefined);
    setCursor(null);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (value === '') return;
    let stale = false;
    void loadLanguage().then((loaded) => {
      if (!stale) setMistake(loaded.mistakeIn(value));
    });
    return () => {
      stale = true;
    };
  }, [value]);

  const completions = useMemo(
    () => (cursor === null ? undefined : language?.complete(text, cursor, keys ?? NO_KEYS)),
    [language, text, cursor, keys],
  );
  // where a new condition may begin, what is offered would be in the way
  const isBeginning =
    completions?.from === cursor && completions?.completions.every(({ kind }) => BEGINNINGS.includes(kind));
  const options = completions === undefined || (isBeginning && !asked) ? [] : completions.completions;
  const isOpen = options.length > 0;

  const act = (next: string, after: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      void loadLanguage().then((loaded) => {
        const wrong = loaded.mistakeIn(next);
        if (input.current?.value !== next) return; // typed on while the language was loaded
        setMistake(wrong);
        if (wrong !== undefined) return;
        setKnown(next);
        onChange(next);
      });
    }, after);
  };
  const wake = () => void loadLanguage().then(setLanguage);
  const type = (next: string, at: number | null) => {
    setText(next);
    setMistake(undefined);
    setActive(-1);
    setAsked(false);
    setCursor(next.slice(0, at ?? 0).trim() === '' ? null : at);
    clearTimeout(timer.current);
    if (!UNCOMPARED_FIELD.test(next.slice(0, at ?? 0))) act(next, TYPING_MS);
  };
  const accept = (completion: Completion) => {
    if (completions === undefined) return;
    const accepted = acceptCompletion(text, completions, completion);
    type(accepted.text, accepted.cursor);
    const box = input.current;
    if (box) requestAnimationFrame(() => box.setSelectionRange(accepted.cursor, accepted.cursor));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const option = options[active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!isOpen) {
        setAsked(true);
        setCursor(event.currentTarget.selectionStart);
        return;
      }
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const count = options.length;
      setActive(active === -1 && step === -1 ? count - 1 : (active + step + count) % count);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (option !== undefined) return accept(option);
      setCursor(null);
      act(text, 0);
    } else if (event.key === 'Escape' && cursor !== null) {
      event.preventDefault(); // which would clear the box
      setCursor(null);
      setActive(-1);
    }
  };
  const showsMistake = mistake !== undefined && !isOpen;

  return (
    <div className="min-w-0">
      <div className="relative">
        <Search aria-hidden size={14} className="absolute top-2.25 left-2.5 text-muted" />
        <input
          ref={input}
          type="search"
          role="combobox"
          aria-label="Search runs"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-activedescendant={active >= 0 && isOpen ? `${id}-${active}` : undefined}
          aria-invalid={showsMistake}
          aria-describedby={showsMistake ? `${id}-mistake` : completions?.hint ? `${id}-hint` : undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={text}
          placeholder="Search: words, or metrics.val_accuracy > 0.9"
          maxLength={MAX_LENGTH}
          onFocus={wake}
          onBlur={() => setCursor(null)}
          onChange={(event) => type(event.target.value, event.target.selectionStart)}
          onKeyDown={onKeyDown}
          className={clsx(
            'h-8 w-full rounded-md border bg-panel pr-2 pl-8 hover:border-line-strong',
            showsMistake ? 'border-bad' : 'border-line',
          )}
        />
        <div
          className={clsx(
            'absolute inset-x-0 top-9 z-30 overflow-hidden rounded-md border border-line bg-panel shadow-lg',
            !isOpen && (showsMistake || completions?.hint === undefined) && 'hidden',
          )}
        >
          <ul
            id={`${id}-list`}
            role="listbox"
            aria-label="Completions"
            className="max-h-72 overflow-y-auto p-1 empty:hidden"
          >
            {options.map((option, i) => (
              <li
                key={option.text}
                id={`${id}-${i}`}
                ref={i === active ? showActive : undefined}
                role="option"
                aria-selected={i === active}
                onPointerDown={(event) => event.preventDefault()} // the box keeps the focus
                onClick={() => accept(option)}
                className={clsx(
                  'flex cursor-pointer items-baseline gap-3 rounded px-2 py-1 hover:bg-raised',
                  i === active && 'bg-accent-soft',
                )}
              >
                <span className="min-w-0 flex-1 truncate font-mono text-xs">{option.text}</span>
                <span className="text-2xs text-muted">{option.kind}</span>
              </li>
            ))}
          </ul>
          {completions?.hint !== undefined && (
            <p id={`${id}-hint`} className="px-3 py-1.5 text-xs text-muted">
              {completions.hint}
            </p>
          )}
        </div>
      </div>
      {showsMistake && (
        <MistakeNote
          id={`${id}-mistake`}
          text={text}
          mistake={mistake}
          onGo={() => {
            input.current?.focus();
            input.current?.setSelectionRange(mistake.offset, mistake.offset + mistake.length);
          }}
        />
      )}
    </div>
  );
}

const showActive = (option: HTMLLIElement | null) => option?.scrollIntoView({ block: 'nearest' });
