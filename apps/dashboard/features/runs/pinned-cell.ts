import type { CSSProperties } from 'react';
import type { RunColumnId } from './run-column.ts';
import type { TableLayout } from './table-layout.ts';

/** Cells that stay where they are while the others move sideways; each covers the gap before it. */
export const PINNED_BOX = 'sticky left-0 z-[1] bg-inherit pl-3';
export const PINNED_NAME = 'sticky left-[2.5rem] z-[1] -ml-3 bg-inherit pl-6';
const PINNED_COLUMN = 'sticky z-[1] -ml-3 bg-inherit pl-3';

/** How a cell of a column stays in view; nothing where it does not. */
export function pinnedCell(
  layout: TableLayout,
  id: RunColumnId,
): { className?: string; style?: CSSProperties } {
  const left = layout.pinned.get(id);
  return left === undefined ? {} : { className: PINNED_COLUMN, style: { left: `${left}rem` } };
}
