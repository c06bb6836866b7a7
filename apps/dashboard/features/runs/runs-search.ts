import { Id } from '@bestiary/contracts/id';
import { RUN_SHELVES, RUN_STATUSES, RunSort } from '@bestiary/contracts/run';
import type { RunKeyColumn } from '@bestiary/contracts/run-search';
import { createLoader, createParser, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { DEFAULT_COLUMNS, isKeyColumn, MAX_COLUMNS, readColumn, type RunColumnId } from './run-column.ts';

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

/** What the URL of the runs page can say. */
export const RUNS_SEARCH = {
  /** in the search language */
  q: parseAsString.withDefault(''),
  status: parseAsArrayOf(parseAsStringLiteral(RUN_STATUSES)).withDefault([]),
  project: parseAsString.withDefault(''),
  shelf: parseAsStringLiteral(RUN_SHELVES).withDefault('active'),
  sort: parseAsSort.withDefault({ by: 'createdAt', direction: 'desc' }),
  cols: parseAsArrayOf(parseAsColumn).withDefault([...DEFAULT_COLUMNS]),
};

export const loadRunsSearch = createLoader(RUNS_SEARCH);
export type RunsSearch = Awaited<ReturnType<typeof loadRunsSearch>>;

const PAGE_SIZE = 100;

/** The query of what the URL says. */
export function listInputOf(search: RunsSearch) {
  return {
    ...(Id.safeParse(search.project).success ? { projectId: search.project } : {}),
    ...(search.q.trim() === '' ? {} : { where: search.q.trim() }),
    ...(search.status.length === 0 ? {} : { statuses: search.status }),
    shelf: search.shelf,
    sort: search.sort,
    columns: keyColumnsOf(search),
    limit: PAGE_SIZE,
  };
}

/** What the list is asked for of each run. */
export function keyColumnsOf(search: Pick<RunsSearch, 'cols'>): RunKeyColumn[] {
  return search.cols.slice(0, MAX_COLUMNS).filter(isKeyColumn);
}

/** Whether the URL leaves any run of the shelf out. */
export function isFiltered(search: RunsSearch): boolean {
  return search.q.trim() !== '' || search.status.length > 0 || search.project !== '';
}
