import type { RunSummary } from '@bestiary/contracts/run';
import type { RunGroup } from '@bestiary/contracts/run-group';

/** A row of the table. `key` tells it from all others. */
export type TableRow =
  /** `isOpen` is null where nothing can stand below */
  | { kind: 'run'; key: string; run: RunSummary; depth: number; isOpen: boolean | null }
  | { kind: 'group'; key: string; group: RunGroup; label: string; isOpen: boolean }
  /** in place of runs that are not there */
  | { kind: 'note'; key: string; depth: number; text: string; isError: boolean };

/** What stands below an open row: while it is asked for, nothing is known of it. */
export interface Below {
  runs: readonly RunSummary[] | undefined;
  error: string | undefined;
  /** how many more there are than are shown */
  more: number;
}

const UNKNOWN: Below = { runs: undefined, error: undefined, more: 0 };

/** Runs as rows, those that an open one made below it. */
export function treeRows(
  runs: readonly RunSummary[],
  open: ReadonlySet<string>,
  below: ReadonlyMap<string, Below>,
  depth = 0,
): TableRow[] {
  return runs.flatMap((run) => {
    const isOpen = run.childCount === 0 ? null : open.has(run.id);
    const row: TableRow = { kind: 'run', key: run.id, run, depth, isOpen };
    if (!isOpen) return [row];
    const { runs: children, ...rest } = below.get(run.id) ?? UNKNOWN;
    return [
      row,
      ...(children === undefined ? [] : treeRows(children, open, below, depth + 1)),
      ...noteRows(run.id, { runs: children, ...rest }, depth + 1),
    ];
  });
}

/** Runs as rows, nothing below them. */
export function flatRows(runs: readonly RunSummary[], depth = 0): TableRow[] {
  return runs.map((run) => ({ kind: 'run', key: run.id, run, depth, isOpen: null }));
}

/** Groups as rows, the runs of open ones below them. */
export function groupRows(
  groups: readonly { key: string; label: string; group: RunGroup }[],
  open: ReadonlySet<string>,
  below: ReadonlyMap<string, Below>,
): TableRow[] {
  return groups.flatMap(({ key, label, group }) => {
    const isOpen = open.has(key);
    const row: TableRow = { kind: 'group', key, group, label, isOpen };
    if (!isOpen) return [row];
    const of = below.get(key) ?? UNKNOWN;
    return [row, ...flatRows(of.runs ?? [], 1), ...noteRows(key, of, 1)];
  });
}

function noteRows(key: string, { runs, error, more }: Below, depth: number): TableRow[] {
  const note = (text: string, isError = false): TableRow[] => [
    { kind: 'note', key: `note ${key}`, depth, text, isError },
  ];
  if (error !== undefined) return note(error, true);
  if (runs === undefined) return note('Loading…');
  return more > 0 ? note(`${more} more: search for them to see them`) : [];
}
