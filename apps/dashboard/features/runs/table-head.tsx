'use client';
import type { ReactNode } from 'react';
import type { RunSort } from '@bestiary/contracts/run';
import { Checkbox } from '@bestiary/ui/components/checkbox';
import clsx from 'clsx';
import { ArrowDown, ArrowUp, Pin } from 'lucide-react';
import { ColumnResizer } from './column-resizer.tsx';
import { PINNED_BOX, PINNED_NAME, pinnedCell } from './pinned-cell.ts';
import type { ColumnWidths, SizedColumn, TableLayout } from './table-layout.ts';

/** The titles of the columns: a click sorts, their edges make them wider. */
export function TableHead({
  layout,
  widths,
  sort,
  onSort,
  ticked,
  onTickAll,
  onPreviewWidth,
  onWidth,
}: {
  layout: TableLayout;
  widths: ColumnWidths;
  sort: RunSort;
  onSort: (sort: RunSort) => void;
  /** whether the runs shown are ticked */
  ticked: boolean | 'indeterminate';
  onTickAll: () => void;
  onPreviewWidth: (column: SizedColumn, width: number) => void;
  onWidth: (column: SizedColumn, width: number | undefined) => void;
}) {
  const resizer = (column: SizedColumn, title: string) => (
    <ColumnResizer
      title={title}
      width={widths[column]}
      onPreview={(width) => onPreviewWidth(column, width)}
      onResize={(width) => onWidth(column, width)}
    />
  );
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="grid min-w-[var(--least)] grid-cols-[var(--tracks)] items-center gap-x-3 bg-paper pr-3"
    >
      <span role="columnheader" className={clsx('flex h-9 items-center', PINNED_BOX)}>
        <Checkbox aria-label="Select all runs shown" checked={ticked} onCheckedChange={onTickAll} />
      </span>
      <SortHeader
        first={{ by: 'name', direction: 'asc' }}
        sort={sort}
        onSort={onSort}
        title="Name"
        className={PINNED_NAME}
        edge={resizer('name', 'Name')}
      />
      {layout.columns.map((column) => {
        const pinned = pinnedCell(layout, column.id);
        return (
          <SortHeader
            key={column.id}
            first={column.sort}
            sort={sort}
            onSort={onSort}
            title={column.title}
            isPinned={pinned.style !== undefined}
            style={pinned.style}
            className={clsx(column.end && 'justify-end', pinned.className ?? 'relative')}
            edge={resizer(column.id, column.title)}
          />
        );
      })}
    </div>
  );
}

function SortHeader({
  first,
  sort,
  onSort,
  title,
  isPinned = false,
  style,
  className,
  edge,
}: {
  /** what a click sorts by; another click turns it round */
  first: RunSort;
  sort: RunSort;
  onSort: (sort: RunSort) => void;
  title: string;
  isPinned?: boolean;
  style?: React.CSSProperties | undefined;
  className: string;
  edge: ReactNode;
}) {
  const isSorted = first.by === sort.by;
  const Arrow = sort.direction === 'asc' ? ArrowUp : ArrowDown;
  return (
    <span
      role="columnheader"
      aria-sort={isSorted ? (sort.direction === 'asc' ? 'ascending' : 'descending') : undefined}
      style={style}
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
        {isPinned && <Pin aria-hidden size={11} className="shrink-0" />}
        <span className="truncate">{title}</span>
        {isSorted && <Arrow aria-hidden size={12} className="shrink-0" />}
      </button>
      {edge}
    </span>
  );
}
