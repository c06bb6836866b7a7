import { Id } from '@bestiary/contracts/id';
import { RUN_STATUSES, RunSort } from '@bestiary/contracts/run';
import { createLoader, createParser, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';

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

/** What the URL of the runs page can say. */
export const RUNS_SEARCH = {
  /** in the search language */
  q: parseAsString.withDefault(''),
  status: parseAsArrayOf(parseAsStringLiteral(RUN_STATUSES)).withDefault([]),
  project: parseAsString.withDefault(''),
  sort: parseAsSort.withDefault({ by: 'createdAt', direction: 'desc' }),
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
    sort: search.sort,
    limit: PAGE_SIZE,
  };
}

/** Whether the URL leaves any run out. */
export function isFiltered(search: RunsSearch): boolean {
  return search.q.trim() !== '' || search.status.length > 0 || search.project !== '';
}
