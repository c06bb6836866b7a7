import { runColumn, type RunColumn, type RunColumnId } from './run-column.ts';

/** In rem: the box to tick, the name, what is between columns, what is beside them. */
const BOX = 2.5;
const NAME = 14;
const GAP = 0.75;
const MARGINS = 0.75;
/** No column can be made narrower or wider (rem). */
export const LEAST_WIDTH = 3;
export const GREATEST_WIDTH = 60;

/** A column whose width may be changed: the name is one. */
export type SizedColumn = RunColumnId | 'name';
/** By column, in rem: widths that the reader chose. */
export type ColumnWidths = Readonly<Partial<Record<SizedColumn, number>>>;

/** Where the columns of the table are. */
export interface TableLayout {
  /** in the order of the screen: pinned ones first */
  columns: readonly RunColumn[];
  /** `grid-template-columns` of box, name and columns */
  tracks: string;
  /** the least width of it all, in rem: below it the table moves sideways */
  least: number;
  /** of each pinned column, how far from the left it stays, in rem */
  pinned: ReadonlyMap<RunColumnId, number>;
}

/** Lays the columns out. */
export function tableLayout(
  ids: readonly RunColumnId[],
  widths: ColumnWidths,
  pinnedIds: readonly RunColumnId[],
): TableLayout {
  const isPinned = (id: RunColumnId) => pinnedIds.includes(id);
  const columns = [...ids.filter(isPinned), ...ids.filter((id) => !isPinned(id))].map((id) => {
    const column = runColumn(id);
    const chosen = widths[id];
    return chosen === undefined ? column : { ...column, width: [chosen, chosen] as const };
  });
  const name = widths.name ?? NAME;
  const pinned = new Map<RunColumnId, number>();
  let left = BOX + GAP + name;
  for (const { id, width } of columns.filter((column) => isPinned(column.id))) {
    pinned.set(id, left);
    left += width[0] + GAP;
  }
  return {
    columns,
    tracks: [
      `${BOX}rem`,
      // the name takes what is left; where it was given a width, what is left stays empty at the end
      widths.name === undefined ? `minmax(${NAME}rem,1fr)` : `${name}rem`,
      ...columns.map(({ width: [least, greatest] }) => `minmax(${least}rem,${greatest}rem)`),
      ...(widths.name === undefined ? [] : ['minmax(0,1fr)']),
    ].join(' '),
    least: columns.reduce((sum, { width }) => sum + width[0] + GAP, BOX + GAP + name + MARGINS),
    pinned,
  };
}

/** A width within what a column may have, to a tenth of a rem. */
export function allowedWidth(width: number): number {
  return Math.round(Math.min(GREATEST_WIDTH, Math.max(LEAST_WIDTH, width)) * 10) / 10;
}
