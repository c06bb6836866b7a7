'use client';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { WELL_KNOWN_ARTIFACTS } from '@bestiary/contracts/artifact';
import type { RunDetail } from '@bestiary/contracts/run';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { consoleLines } from '@bestiary/ui/console-text';
import { formatCount } from '@bestiary/ui/format';
import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Search } from 'lucide-react';
import { useTRPC } from '../shell/trpc.ts';
import { useFileText } from './use-file-text.ts';

const LINE_HEIGHT = 20;
const FIRST_SCREEN = { width: 1_000, height: 800 };

/** What the training said, line by line. */
export function LogTab({ run }: { run: RunDetail }) {
  const trpc = useTRPC();
  const files = useQuery(trpc.artifacts.list.queryOptions({ runId: run.id }));
  const file = files.data?.find(({ path }) => path === WELL_KNOWN_ARTIFACTS.log);
  const text = useFileText(run.id, file);
  if (files.isPending || (file && text.isPending)) return <Skeleton className="h-96" />;
  if (files.isError || text.isError) {
    return (
      <Notice tone="bad" role="alert" title="The log could not be loaded">
        <p>{(files.error ?? text.error)?.message}</p>
      </Notice>
    );
  }
  if (file === undefined || text.data === undefined) {
    return (
      <Notice title="No log yet">
        <p>
          {run.status === 'running'
            ? 'A training uploads its log when it ends; until then it is in its terminal.'
            : 'This run uploaded none.'}
        </p>
      </Notice>
    );
  }
  return <LogLines text={text.data} />;
}

function LogLines({ text }: { text: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [words, setWords] = useState('');
  const wanted = useDeferredValue(words.trim().toLowerCase());
  const lines = useMemo(() => consoleLines(text).map((line, i) => ({ line, number: i + 1 })), [text]);
  const shown = useMemo(
    () => (wanted === '' ? lines : lines.filter(({ line }) => line.toLowerCase().includes(wanted))),
    [lines, wanted],
  );
  // eslint-disable-next-line react-hooks/incompatible-library -- matters to the React Compiler alone, which is not used
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: (index) => shown[index]?.number ?? index,
    overscan: 30,
    initialRect: FIRST_SCREEN,
  });
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-panel">
      <div className="flex items-center gap-3 border-b border-line px-3 py-2">
        <label className="relative min-w-0 flex-1 sm:max-w-80">
          <span className="sr-only">Show only lines with</span>
          <Search aria-hidden size={14} className="absolute top-2 left-2.5 text-muted" />
          <input
            type="search"
            value={words}
            placeholder="Search the log"
            onChange={(event) => setWords(event.target.value)}
            className="h-7.5 w-full rounded-md border border-line bg-paper pr-2 pl-8"
          />
        </label>
        <span role="status" className="ml-auto text-xs text-muted tabular-nums">
          {wanted !== '' && `${formatCount(shown.length)} of `}
          {formatCount(lines.length)} lines
        </span>
      </div>
      <div
        ref={scroller}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Console log"
        className="max-h-[70dvh] overflow-auto font-mono text-xs"
      >
        <div className="relative min-w-fit" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = shown[item.index];
            if (row === undefined) return null;
            return (
              <div
                key={item.key}
                className="absolute top-0 left-0 flex h-5 w-full min-w-fit items-center hover:bg-raised"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <span className="w-14 shrink-0 pr-3 text-right text-muted select-none">{row.number}</span>
                <span className="pr-4 whitespace-pre">
                  <Marked line={row.line} words={wanted} />
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** A line with the first place of what is searched for marked. */
function Marked({ line, words }: { line: string; words: string }) {
  const at = words === '' ? -1 : line.toLowerCase().indexOf(words);
  if (at < 0) return line;
  return (
    <>
      {line.slice(0, at)}
      <mark className="rounded-sm bg-warn-soft text-warn">{line.slice(at, at + words.length)}</mark>
      {line.slice(at + words.length)}
    </>
  );
}
