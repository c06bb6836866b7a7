/** Looks of every row: placed by the table, a grid of its columns; where there is no room for them, a box and the rest. */
export const ROW_FRAME =
  'group/row absolute inset-x-0 top-0 grid min-h-12 grid-cols-[var(--tracks)] items-center gap-x-3 border-b border-line pr-3 max-lg:grid-cols-[2.25rem_minmax(0,1fr)] max-lg:gap-x-2';

/** What places a row, and measures it. */
export interface RowPlace {
  index: number;
  /** pixels from the top of the table's body */
  top: number;
  measure: (element: HTMLElement | null) => void;
}

/** The attributes of a placed row. */
export function placed({ index, top, measure }: RowPlace) {
  return {
    ref: measure,
    'data-index': index,
    role: 'row',
    'aria-rowindex': index + 2,
    style: { transform: `translateY(${top}px)` },
  };
}
