import { Id } from '@bestiary/contracts/id';
import { RUN_SHELVES, RUN_STATUSES, RunSort } from '@bestiary/contracts/run';
import type { RunKeyColumn } from '@bestiary/contracts/run-search';
import type { RunTableLayout } from '@bestiary/contracts/saved-search';
import { createLoader, createParser, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { isGroupWord, TREE, type GroupWord } from './group-by.ts';
import { DEFAULT_COLUMNS, isKeyColumn, MAX_COLUMNS, readColumn, type RunColumnId } from './run-column.ts';
import { allowedWidth, type SizedColumn } from './table-layout.ts';

/** A sort order as a word of the URL: `name`, or `-metrics.val_accuracy` for descending. */
const parseAsSort = createParser<RunSort>({
  parse(word) {
    const descending = word.startsWith('-');
    const sort = { by: descending ? word.slice(1) : word, direction: descending ? 'desc' : 'asc' };
    const parsed = RunSort.safeParse(sort);
    return parsed.success ? parsed.data : null;
  },
  serialize: ({ by, direction }) => (direction === 'desc' ? `-${by}` : by),
  eq: (a, b) => a.by === b.by && a.direction === b.direction,
});

const parseAsColumn = createParser<RunColumnId>({
  parse: (word) => readColumn(word) ?? null,
  serialize: String,
});

/** A column's width as a word of the URL: `12.5:params.lr`, in rem. */
const parseAsWidth = createParser<{ id: SizedColumn; width: number }>({
  parse(word) {
    const colon = word.indexOf(':');
    const width = Number(word.slice(0, colon));
    const id = word.slice(colon + 1);
    const column = id === 'name' ? id : readColumn(id);
    return column === undefined || !(width > 0) ? null : { id: column, width: allowedWidth(width) };
  },
  serialize: ({ id, width }) => `${width}:${id}`,
  eq: (a, b) => a.id === b.id && a.width === b.width,
});

const parseAsGroup = createParser<GroupWord>({
  parse: (word) => (isGroupWord(word) ? word : null),
  serialize: String,
});

/** What the URL of the runs page can say. */
export const RUNS_SEARCH = {
  /** in the search language */
  q: parseAsString.withDefault(''),
  status: parseAsArrayOf(parseAsStringLiteral(RUN_STATUSES)).withDefault([]),
  project: parseAsString.withDefault(''),
  shelf: parseAsStringLiteral(RUN_SHELVES).withDefault('active'),
  sort: parseAsSort.withDefault({ by: 'createdAt', direction: 'desc' }),
  cols: parseAsArrayOf(parseAsColumn).withDefault([...DEFAULT_COLUMNS]),
  widths: parseAsArrayOf(parseAsWidth).withDefault([]),
  pinned: parseAsArrayOf(parseAsColumn).withDefault([]),
  group: parseAsGroup.withDefault(''),
};

export const loadRunsSearch = createLoader(RUNS_SEARCH);
export type RunsSearch = Awaited<ReturnType<typeof loadRunsSearch>>;

const PAGE_SIZE = 100;

/** Which runs the URL means. */
export function selectionOf(search: RunsSearch) {
  return {
    ...(Id.safeParse(search.project).success ? { projectId: search.project } : {}),
    ...(search.q.trim() === '' ? {} : { where: search.q.trim() }),
    ...(search.status.length === 0 ? {} : { statuses: search.status }),
    shelf: search.shelf,
    ...(search.group === TREE ? { topLevel: true } : {}),
  };
}

/** The query of what the URL says. */
export function listInputOf(search: RunsSearch) {
  return {
    ...selectionOf(search),
    sort: search.sort,
    columns: keyColumnsOf(search),
    limit: PAGE_SIZE,
  };
}

/** What the list is asked for of each run. */
export function keyColumnsOf(search: Pick<RunsSearch, 'cols'>): RunKeyColumn[] {
  return search.cols.slice(0, MAX_COLUMNS).filter(isKeyColumn);
}

/** The widths that the URL says, by column. */
export function widthsOf(search: Pick<RunsSearch, 'widths'>): Record<string, number> {
  return Object.fromEntries(search.widths.map(({ id, width }) => [id, width]));
}

/** A saved layout as the URL says it; what means nothing any more is left out. */
export function layoutOf({
  widths,
  pinned,
  group,
}: RunTableLayout): Pick<RunsSearch, 'widths' | 'pinned' | 'group'> {
  return {
    widths: Object.entries(widths).flatMap(([word, width]) => {
      const id = word === 'name' ? word : readColumn(word);
      return id === undefined ? [] : [{ id, width: allowedWidth(width) }];
    }),
    pinned: pinned.flatMap((word) => readColumn(word) ?? []),
    group: isGroupWord(group) ? group : '',
  };
}

/** Whether the URL leaves any run of the shelf out. */
export function isFiltered(search: RunsSearch): boolean {
  return search.q.trim() !== '' || search.status.length > 0 || search.project !== '';
}
