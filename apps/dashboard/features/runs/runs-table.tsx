'use client';
import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
} from 'react';
import type { RunSort, RunSummary } from '@bestiary/contracts/run';
import { Checkbox } from '@bestiary/ui/components/checkbox';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { usePageActions } from '../shell/page-actions.ts';
import { barRange } from './metric-bars.ts';
import { NarrowRun } from './narrow-run.tsx';
import { RunCell } from './run-cell.tsx';
import { runColumn, type RunColumn, type RunColumnId } from './run-column.ts';
import { RunLink } from './run-link.tsx';
import { NOTHING_SELECTED, toggleAll, toggleRun, type RunSelection } from './run-selection.ts';

const ROW_HEIGHT = 48;
/** Rows that are drawn before the window's height is known: on the server. */
const FIRST_SCREEN = { width: 1_280, height: 1_000 };
/** In rem: the box to tick, the name at its narrowest, what is between columns, what is beside them. */
const BOX = 2.5;
const NAME = 14;
const GAP = 0.75;
const MARGINS = 1.5;
/** Cells that stay where they are while the others move sideways. */
const PINNED_NAME = 'sticky left-[2.5rem] z-[1] -ml-3 bg-inherit pl-6';
const PINNED_BOX = 'sticky left-0 z-[1] bg-inherit pl-3';
/** The next page is asked for when this many rows are left. */
const AHEAD = 20;

export interface RunsTableProps {
  runs: RunSummary[];
  total: number;
  columns: readonly RunColumnId[];
  sort: RunSort;
  onSort: (sort: RunSort) => void;
  selection: RunSelection;
  onSelect: (selection: RunSelection) => void;
  /** asks for the next page; undefined: there is none, or it is on its way */
  onEnd: (() => void) | undefined;
}

/** The runs, a row each; only those on the screen are in the document. */
export function RunsTable(props: RunsTableProps) {
  const { runs, total, sort, onSort, selection, onSelect, onEnd } = props;
  const head = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  /** the run that the keys were last at */
  const at = useRef<string>(undefined);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(body.current?.offsetTop ?? 0), [selection.ids.size]);

  const columns = useMemo(() => props.columns.map((id) => runColumn(id)), [props.columns]);
  const ranges = useMemo(
    () =>
      new Map(
        columns.filter(({ id }) => id.startsWith('metrics.')).map(({ id }) => [id, barRange(runs, id)]),
      ),
    [columns, runs],
  );
  const grid = gridOf(columns);
  const virtualizer = useWindowVirtualizer({
    count: runs.length,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => runs[index]?.id ?? index,
    overscan: 12,
    scrollMargin: offset,
    initialRect: FIRST_SCREEN,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= runs.length - AHEAD) onEnd?.();
  }, [last, runs.length, onEnd]);

  const order = runs.map((run) => run.id);
  const ticked = order.filter((id) => selection.ids.has(id)).length;

  /** Puts the focus on a run's name, or on its box. */
  const focusRun = (index: number, on: 'name' | 'box') => {
    const id = order[index];
    if (id === undefined) return;
    at.current = id;
    const kind = on === 'box' ? '[role=checkbox]' : 'a';
    virtualizer.scrollToIndex(index);
    requestAnimationFrame(() => {
      const row = body.current?.querySelector<HTMLElement>(`[data-run="${id}"]`);
      [...(row?.querySelectorAll<HTMLElement>(kind) ?? [])]
        .find((each) => each.offsetParent !== null)
        ?.focus();
    });
  };
  /** The run that the keys are at; -1: none yet. */
  const here = () => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-run]')?.dataset['run'];
    return order.indexOf(focused ?? at.current ?? '');
  };
  usePageActions('Table of runs', [
    {
      title: 'Go to the next run',
      key: 'j',
      act: () => focusRun(Math.min(here() + 1, order.length - 1), 'name'),
    },
    { title: 'Go to the run before', key: 'k', act: () => focusRun(Math.max(here() - 1, 0), 'name') },
    {
      title: 'Select the run, or not',
      key: 'x',
      act: () => {
        const id = order[here()];
        if (id !== undefined) onSelect(toggleRun(selection, id, false, order));
      },
    },
    { title: 'Select on', key: 'ArrowDown', shown: 'Shift ↓, ↑' },
    { title: 'Open the run', key: 'Enter' },
    { title: 'Select nothing', key: 'Escape', act: () => onSelect(NOTHING_SELECTED) },
  ]);

  /** Arrow keys move between rows in a column; with Shift the range grows. */
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const focused = event.target instanceof HTMLElement ? event.target : null;
    const row = focused?.closest<HTMLElement>('[data-run]');
    if (!focused || !row) return;
    const index = order.indexOf(row.dataset['run'] ?? '') + (event.key === 'ArrowDown' ? 1 : -1);
    const id = order[index];
    if (id === undefined) return;
    event.preventDefault();
    focusRun(index, focused.getAttribute('role') === 'checkbox' ? 'box' : 'name');
    if (event.shiftKey && !selection.ids.has(id)) onSelect(toggleRun(selection, id, true, order));
  };

  return (
    <div role="table" aria-label="Runs" aria-rowcount={total + 1} className="text-sm" style={grid}>
      <div
        ref={head}
        role="rowgroup"
        className="sticky top-0 z-10 overflow-hidden border-b border-line bg-paper max-lg:hidden"
      >
        <div
          role="row"
          aria-rowindex={1}
          className="grid min-w-[var(--least)] grid-cols-[var(--tracks)] items-center gap-x-3 bg-paper pr-3"
        >
          <span role="columnheader" className={clsx('flex h-9 items-center', PINNED_BOX)}>
            <Checkbox
              aria-label="Select all runs shown"
              checked={ticked === 0 ? false : ticked === order.length ? true : 'indeterminate'}
              onCheckedChange={() => onSelect(toggleAll(selection, order))}
            />
          </span>
          <SortHeader
            first={{ by: 'name', direction: 'asc' }}
            sort={sort}
            onSort={onSort}
            className={PINNED_NAME}
          >
            Name
          </SortHeader>
          {columns.map((column) => (
            <SortHeader
              key={column.id}
              first={column.sort}
              sort={sort}
              onSort={onSort}
              className={column.end ? 'justify-end' : undefined}
            >
              {column.title}
            </SortHeader>
          ))}
        </div>
      </div>
      <div
        role="presentation"
        className="lg:overflow-x-auto"
        onScroll={(event) => {
          if (head.current) head.current.scrollLeft = event.currentTarget.scrollLeft;
        }}
      >
        <div
          ref={body}
          role="rowgroup"
          onKeyDown={onKeyDown}
          className="relative lg:min-w-[var(--least)]"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {items.map((item) => {
            const run = runs[item.index];
            if (run === undefined) return null;
            const isTicked = selection.ids.has(run.id);
            return (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                data-run={run.id}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={isTicked}
                className={clsx(
                  'absolute inset-x-0 top-0 grid min-h-12 grid-cols-[var(--tracks)] items-center gap-x-3 border-b border-line pr-3 max-lg:grid-cols-[2.25rem_minmax(0,1fr)] max-lg:gap-x-2',
                  isTicked ? 'bg-accent-soft' : 'bg-paper hover:bg-raised',
                )}
                style={{ transform: `translateY(${item.start - virtualizer.options.scrollMargin}px)` }}
              >
                <span
                  role="cell"
                  className={clsx('flex h-full items-center', PINNED_BOX)}
                  onClick={(event) => {
                    // the place around the box counts as the box, and knows of Shift
                    if (event.target instanceof HTMLElement && event.target.closest('a')) return;
                    onSelect(toggleRun(selection, run.id, event.shiftKey, order));
                  }}
                >
                  <Checkbox
                    aria-label={`Select ${run.name}`}
                    checked={isTicked}
                    onClick={(event) => {
                      event.stopPropagation();
                      onSelect(toggleRun(selection, run.id, event.shiftKey, order));
                    }}
                  />
                </span>
                <span
                  role="cell"
                  className={clsx('flex h-full min-w-0 flex-col justify-center max-lg:hidden', PINNED_NAME)}
                >
                  <RunLink run={run} />
                  <span className="truncate text-2xs text-muted">{run.projectName}</span>
                </span>
                {columns.map(({ id, end }) => (
                  <span
                    key={id}
                    role="cell"
                    className={clsx(
                      'flex min-w-0 items-center max-lg:hidden',
                      end && 'justify-end text-right',
                    )}
                  >
                    <RunCell run={run} column={id} range={ranges.get(id)} />
                  </span>
                ))}
                <span role="cell" className="min-w-0 lg:hidden">
                  <NarrowRun run={run} columns={props.columns} />
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The columns of the grid, and how narrow it can be, as properties of CSS. */
function gridOf(columns: readonly RunColumn[]): CSSProperties {
  const tracks = columns.map(({ width: [least, greatest] }) => `minmax(${least}rem,${greatest}rem)`);
  const least = columns.reduce((sum, { width }) => sum + width[0] + GAP, BOX + GAP + NAME + MARGINS);
  const style: Record<`--${string}`, string> = {
    '--tracks': [`${BOX}rem`, `minmax(${NAME}rem,1fr)`, ...tracks].join(' '),
    '--least': `${least}rem`,
  };
  return style;
}

function SortHeader({
  first,
  sort,
  onSort,
  className,
  children,
}: {
  /** what a click sorts by; another click turns it round */
  first: RunSort;
  sort: RunSort;
  onSort: (sort: RunSort) => void;
  className?: string | undefined;
  children: string;
}) {
  const isSorted = first.by === sort.by;
  const Arrow = sort.direction === 'asc' ? ArrowUp : ArrowDown;
  return (
    <span
      role="columnheader"
      aria-sort={isSorted ? (sort.direction === 'asc' ? 'ascending' : 'descending') : undefined}
      className={clsx('flex h-9 min-w-0 items-center', className)}
    >
      <button
        type="button"
        title={first.by}
        className={clsx(
          'heading flex min-w-0 items-center gap-1 rounded hover:text-ink',
          isSorted && 'text-ink',
        )}
        onClick={() =>
          onSort(isSorted ? { by: first.by, direction: sort.direction === 'asc' ? 'desc' : 'asc' } : first)
        }
      >
        <span className="truncate">{children}</span>
        {isSorted && <Arrow aria-hidden size={12} className="shrink-0" />}
      </button>
    </span>
  );
}
