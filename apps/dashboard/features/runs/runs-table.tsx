'use client';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { RunSort, RunSummary } from '@bestiary/contracts/run';
import { Checkbox } from '@bestiary/ui/components/checkbox';
import { useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { NarrowRun } from './narrow-run.tsx';
import { NOTHING_SELECTED, toggleAll, toggleRun, type RunSelection } from './run-selection.ts';
import { COLUMN_TRAITS, RUNS_COLUMNS, RUNS_FEATURES } from './runs-columns.tsx';

const ROW_HEIGHT = 48;
/** Rows that are drawn before the window's height is known: on the server. */
const FIRST_SCREEN = { width: 1_280, height: 1_000 };
const TRACKS = `2.5rem ${Object.values(COLUMN_TRAITS)
  .map(({ track }) => track)
  .join(' ')}`;
/** The next page is asked for when this many rows are left. */
const AHEAD = 20;

export interface RunsTableProps {
  runs: RunSummary[];
  total: number;
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
  const body = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(body.current?.offsetTop ?? 0), [selection.ids.size]);

  const table = useTable({
    features: RUNS_FEATURES,
    columns: RUNS_COLUMNS,
    data: runs,
    getRowId: (run) => run.id,
  });
  const { rows } = table.getRowModel();
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    scrollMargin: offset,
    initialRect: FIRST_SCREEN,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - AHEAD) onEnd?.();
  }, [last, rows.length, onEnd]);

  const order = rows.map((row) => row.id);
  const ticked = order.filter((id) => selection.ids.has(id)).length;

  /** Arrow keys move between rows in a column; with Shift the range grows. Escape unticks all. */
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') return onSelect(NOTHING_SELECTED);
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const focused = event.target instanceof HTMLElement ? event.target : null;
    const row = focused?.closest<HTMLElement>('[data-run]');
    if (!focused || !row) return;
    const index = order.indexOf(row.dataset['run'] ?? '') + (event.key === 'ArrowDown' ? 1 : -1);
    const id = order[index];
    if (id === undefined) return;
    event.preventDefault();
    const kind = focused.getAttribute('role') === 'checkbox' ? '[role=checkbox]' : 'a:not([data-narrow])';
    virtualizer.scrollToIndex(index);
    requestAnimationFrame(() => {
      const next = body.current?.querySelector<HTMLElement>(`[data-run="${id}"]`);
      [...(next?.querySelectorAll<HTMLElement>(kind) ?? [])]
        .find((each) => each.offsetParent !== null)
        ?.focus();
    });
    if (event.shiftKey && !selection.ids.has(id)) onSelect(toggleRun(selection, id, true, order));
  };

  return (
    <div role="table" aria-label="Runs" aria-rowcount={total + 1} className="text-sm">
      <div role="rowgroup" className="sticky top-0 z-10 border-b border-line bg-paper max-lg:hidden">
        {table.getHeaderGroups().map((group) => (
          <div
            key={group.id}
            role="row"
            aria-rowindex={1}
            className="grid items-center gap-x-3 px-3"
            style={{ gridTemplateColumns: TRACKS }}
          >
            <span role="columnheader" className="flex h-9 items-center">
              <Checkbox
                aria-label="Select all runs shown"
                checked={ticked === 0 ? false : ticked === order.length ? true : 'indeterminate'}
                onCheckedChange={() => onSelect(toggleAll(selection, order))}
              />
            </span>
            {group.headers.map((header) => (
              <SortHeader key={header.id} id={header.id} sort={sort} onSort={onSort}>
                <table.FlexRender header={header} />
              </SortHeader>
            ))}
          </div>
        ))}
      </div>
      <div
        ref={body}
        role="rowgroup"
        onKeyDown={onKeyDown}
        className="relative"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const isTicked = selection.ids.has(row.id);
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              data-run={row.id}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={isTicked}
              className={clsx(
                'absolute inset-x-0 top-0 grid min-h-12 items-center gap-x-3 border-b border-line px-3 max-lg:!grid-cols-[1.75rem_minmax(0,1fr)]',
                isTicked ? 'bg-accent-soft' : 'hover:bg-raised',
              )}
              style={{
                gridTemplateColumns: TRACKS,
                transform: `translateY(${item.start - virtualizer.options.scrollMargin}px)`,
              }}
            >
              <span
                role="cell"
                className="flex h-full items-center"
                onClick={(event) => {
                  // the place around the box counts as the box, and knows of Shift
                  if (event.target instanceof HTMLElement && event.target.closest('a')) return;
                  onSelect(toggleRun(selection, row.id, event.shiftKey, order));
                }}
              >
                <Checkbox
                  aria-label={`Select ${row.original.name}`}
                  checked={isTicked}
                  onClick={(event) => {
                    event.stopPropagation();
                    onSelect(toggleRun(selection, row.id, event.shiftKey, order));
                  }}
                />
              </span>
              {row.getAllCells().map((cell) => (
                <span
                  key={cell.id}
                  role="cell"
                  className={clsx(
                    'flex min-w-0 items-center max-lg:hidden',
                    COLUMN_TRAITS[cell.column.id]?.end && 'justify-end text-right',
                  )}
                >
                  <table.FlexRender cell={cell} />
                </span>
              ))}
              <span role="cell" className="min-w-0 lg:hidden">
                <NarrowRun run={row.original} />
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function SortHeader({
  id,
  sort,
  onSort,
  children,
}: {
  id: string;
  sort: RunSort;
  onSort: (sort: RunSort) => void;
  children: React.ReactNode;
}) {
  const traits = COLUMN_TRAITS[id];
  const first = traits?.sort;
  const isSorted = first !== undefined && first.by === sort.by;
  const Arrow = sort.direction === 'asc' ? ArrowUp : ArrowDown;
  return (
    <span
      role="columnheader"
      aria-sort={isSorted ? (sort.direction === 'asc' ? 'ascending' : 'descending') : undefined}
      className={clsx('flex h-9 min-w-0 items-center', traits?.end && 'justify-end')}
    >
      {first === undefined ? (
        <span className="heading">{children}</span>
      ) : (
        <button
          type="button"
          className={clsx(
            'heading flex min-w-0 items-center gap-1 rounded hover:text-ink',
            isSorted && 'text-ink',
            traits?.end && 'flex-row-reverse',
          )}
          onClick={() =>
            onSort(isSorted ? { by: first.by, direction: sort.direction === 'asc' ? 'desc' : 'asc' } : first)
          }
        >
          <span className="truncate">{children}</span>
          {isSorted && <Arrow aria-hidden size={12} className="shrink-0" />}
        </button>
      )}
    </span>
  );
}
