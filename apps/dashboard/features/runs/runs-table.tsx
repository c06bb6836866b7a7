'use client';
import {
  lazy,
  Suspense,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
} from 'react';
import type { RunSort } from '@bestiary/contracts/run';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { usePageActions } from '../shell/page-actions.ts';
import { GroupRow } from './group-row.tsx';
import { barRange } from './metric-bars.ts';
import { NoteRow } from './note-row.tsx';
import type { RowAction } from './row-menu-button.tsx';
import { RunRow } from './run-row.tsx';
import type { RunColumnId } from './run-column.ts';
import { isSelected, NOTHING_SELECTED, toggleAll, toggleRun, type RunSelection } from './run-selection.ts';
import { TableHead } from './table-head.tsx';
import { tableLayout, type ColumnWidths, type SizedColumn } from './table-layout.ts';
import type { TableRow } from './table-rows.ts';

const TagsDialog = lazy(() => import('../run-edit/tags-dialog.tsx'));

const ROW_HEIGHT = 48;
/** Rows that are drawn before the window's height is known: on the server. */
const FIRST_SCREEN = { width: 1_280, height: 1_000 };
/** The next page is asked for when this many rows are left. */
const AHEAD = 20;

export interface RunsTableProps {
  rows: readonly TableRow[];
  /** of rows, with those that are not loaded */
  total: number;
  columns: readonly RunColumnId[];
  widths: ColumnWidths;
  pinned: readonly RunColumnId[];
  onWidth: (column: SizedColumn, width: number | undefined) => void;
  sort: RunSort;
  onSort: (sort: RunSort) => void;
  selection: RunSelection;
  onSelect: (change: (before: RunSelection) => RunSelection) => void;
  /** shows or hides what is below a row */
  onToggle: (key: string) => void;
  onAction: (id: string, action: Exclude<RowAction, 'rename' | 'tags'>) => void;
  /** asks for the next page; undefined: there is none, or it is on its way */
  onEnd: (() => void) | undefined;
}

/** The runs and groups of runs, a row each; only those on the screen are in the document. */
export function RunsTable(props: RunsTableProps) {
  const { rows, total, widths, pinned, onWidth, sort, onSort, selection, onSelect, onToggle, onEnd } = props;
  const table = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  /** the row that the keys were last at */
  const at = useRef<string>(undefined);
  const [edited, setEdited] = useState<{ id: string; what: 'rename' | 'tags' } | null>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(body.current?.offsetTop ?? 0), []);

  const layout = useMemo(() => tableLayout(props.columns, widths, pinned), [props.columns, widths, pinned]);
  const runs = useMemo(() => rows.flatMap((row) => (row.kind === 'run' ? [row.run] : [])), [rows]);
  const ranges = useMemo(
    () =>
      new Map(
        props.columns
          .filter((id) => id.startsWith('metrics.'))
          .map((id) => [id, barRange(runs, id)] as const),
      ),
    [props.columns, runs],
  );
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    scrollMargin: offset,
    initialRect: FIRST_SCREEN,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - AHEAD) onEnd?.();
  }, [last, rows.length, onEnd]);

  const order = runs.map((run) => run.id);
  const tickedOf = (ids: readonly string[]): boolean | 'indeterminate' => {
    const count = ids.filter((id) => isSelected(selection, id)).length;
    return count === 0 ? false : count === ids.length ? true : 'indeterminate';
  };
  const tick = (id: string, range: boolean) => onSelect((before) => toggleRun(before, id, range, order));

  /** Puts the focus on a row: on what it is called, or on its box. */
  const focusRow = (index: number, on: 'name' | 'box') => {
    const key = rows[index]?.key;
    if (key === undefined) return;
    at.current = key;
    const kind = on === 'box' ? '[role=checkbox]' : 'a, [aria-expanded]';
    virtualizer.scrollToIndex(index);
    requestAnimationFrame(() => {
      const row = body.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);
      const found = [...(row?.querySelectorAll<HTMLElement>(kind) ?? [])].filter(
        (each) => each.offsetParent !== null,
      );
      (found.find((each) => each.tagName === 'A') ?? found[0])?.focus();
    });
  };
  /** The row that the keys are at; -1: none yet. */
  const here = () => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row'];
    const key = focused ?? at.current;
    return rows.findIndex((row) => row.key === key);
  };
  /** The next row in a direction that can be gone to. */
  const next = (from: number, by: 1 | -1) => {
    let index = from + by;
    while (rows[index]?.kind === 'note') index += by;
    return rows[index] === undefined ? from : index;
  };
  const runHere = () => {
    const row = rows[here()];
    return row?.kind === 'run' ? row.run : undefined;
  };
  const edit = (what: 'rename' | 'tags') => {
    const run = runHere();
    if (run === undefined) return;
    at.current = run.id;
    setEdited({ id: run.id, what });
  };
  usePageActions('Table of runs', [
    { title: 'Go to the next run', key: 'j', act: () => focusRow(next(here(), 1), 'name') },
    { title: 'Go to the run before', key: 'k', act: () => focusRow(Math.max(next(here(), -1), 0), 'name') },
    {
      title: 'Select the run, or not',
      key: 'x',
      act: () => {
        const run = runHere();
        if (run !== undefined) tick(run.id, false);
      },
    },
    { title: 'Select on', key: 'ArrowDown', shown: 'Shift ↓, ↑' },
    { title: 'Show or hide what is below the row', key: 'ArrowRight', shown: '→, ←' },
    { title: 'Open the run', key: 'Enter' },
    { title: 'Rename the run', key: 'r', act: () => edit('rename') },
    { title: 'Change the tags of the run', key: 't', act: () => edit('tags') },
    { title: 'Select nothing', key: 'Escape', act: () => onSelect(() => NOTHING_SELECTED) },
  ]);

  /** Up and down between rows in a column, with Shift the range grows; right and left show and hide what is below. */
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const focused = event.target instanceof HTMLElement ? event.target : null;
    const key = focused?.closest<HTMLElement>('[data-row]')?.dataset['row'];
    const index = rows.findIndex((row) => row.key === key);
    const row = rows[index];
    if (focused === null || row === undefined || focused.tagName === 'INPUT') return;
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      if (row.kind === 'note' || row.isOpen !== (event.key === 'ArrowLeft')) return;
      event.preventDefault();
      onToggle(row.key);
      return;
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const to = next(index, event.key === 'ArrowDown' ? 1 : -1);
    const reached = rows[to];
    if (to === index || reached === undefined) return;
    event.preventDefault();
    focusRow(to, focused.getAttribute('role') === 'checkbox' ? 'box' : 'name');
    if (event.shiftKey && reached.kind === 'run' && !isSelected(selection, reached.run.id)) {
      tick(reached.run.id, true);
    }
  };
  const taggedRun = edited?.what === 'tags' ? runs.find(({ id }) => id === edited.id) : undefined;
  const endEdit = () => {
    setEdited(null);
    const index = rows.findIndex((row) => row.key === at.current);
    if (index >= 0) focusRow(index, 'name');
  };

  return (
    <div
      ref={table}
      role="table"
      aria-label="Runs"
      aria-rowcount={total + 1}
      className="text-sm"
      style={gridOf(layout)}
    >
      <div
        ref={head}
        role="rowgroup"
        className="sticky top-0 z-10 overflow-hidden border-b border-line bg-paper max-lg:hidden"
        onScroll={(event) => {
          // the focus may have moved it
          if (scroller.current) scroller.current.scrollLeft = event.currentTarget.scrollLeft;
        }}
      >
        <TableHead
          layout={layout}
          widths={widths}
          sort={sort}
          onSort={onSort}
          ticked={tickedOf(order)}
          onTickAll={() => onSelect((before) => toggleAll(before, order))}
          onPreviewWidth={(column, width) => {
            const preview = gridOf(tableLayout(props.columns, { ...widths, [column]: width }, pinned));
            for (const [name, value] of Object.entries(preview)) {
              table.current?.style.setProperty(name, String(value));
            }
          }}
          onWidth={onWidth}
        />
      </div>
      <div
        ref={scroller}
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
            const row = rows[item.index];
            if (row === undefined) return null;
            const place = {
              index: item.index,
              top: item.start - virtualizer.options.scrollMargin,
              measure: virtualizer.measureElement,
            };
            switch (row.kind) {
              case 'note':
                return <NoteRow key={row.key} place={place} {...noteOf(row)} />;
              case 'group':
                return (
                  <GroupRow
                    key={row.key}
                    place={place}
                    rowKey={row.key}
                    group={row.group}
                    label={row.label}
                    isOpen={row.isOpen}
                    ticked={tickedOf(row.group.runIds)}
                    layout={layout}
                    onTick={() => onSelect((before) => toggleAll(before, row.group.runIds))}
                    onToggle={() => onToggle(row.key)}
                  />
                );
              case 'run':
                return (
                  <RunRow
                    key={row.key}
                    place={place}
                    run={row.run}
                    depth={row.depth}
                    isOpen={row.isOpen}
                    isTicked={isSelected(selection, row.run.id)}
                    isRenaming={edited?.what === 'rename' && edited.id === row.run.id}
                    layout={layout}
                    ranges={ranges}
                    onTick={(range) => tick(row.run.id, range)}
                    onToggle={() => onToggle(row.key)}
                    onAction={(action) => {
                      at.current = row.key;
                      if (action === 'rename' || action === 'tags')
                        setEdited({ id: row.run.id, what: action });
                      else props.onAction(row.run.id, action);
                    }}
                    onRenamed={endEdit}
                  />
                );
            }
          })}
        </div>
      </div>
      {taggedRun !== undefined && (
        <Suspense>
          <TagsDialog run={taggedRun} onClose={() => setEdited(null)} />
        </Suspense>
      )}
    </div>
  );
}

/** The columns of the grid, and how narrow it can be, as properties of CSS. */
function gridOf({ tracks, least }: ReturnType<typeof tableLayout>): CSSProperties {
  const style: Record<`--${string}`, string> = { '--tracks': tracks, '--least': `${least}rem` };
  return style;
}

function noteOf({ depth, text, isError }: Extract<TableRow, { kind: 'note' }>) {
  return { depth, text, isError };
}
