'use client';
import { useMemo } from 'react';
import type { RunGroup } from '@bestiary/contracts/run-group';
import { useQueries } from '@tanstack/react-query';
import { useTRPC } from '../shell/trpc.ts';
import { keyColumnsOf, type RunsSearch } from './runs-search.ts';
import type { Below } from './table-rows.ts';

/** So many children of a run are shown. */
const CHILDREN_SHOWN = 500;

/** An open row: a run with those that it made below it, or a group. */
export type OpenRow = { key: string; parentId: string } | { key: string; group: RunGroup };

/** The runs below open rows, in the order of the table, by the keys of the rows. */
export function useBelow(search: RunsSearch, open: readonly OpenRow[]): ReadonlyMap<string, Below> {
  const trpc = useTRPC();
  const results = useQueries({
    queries: open.map((row) =>
      trpc.runs.list.queryOptions({
        ...('parentId' in row
          ? { parentId: row.parentId, limit: CHILDREN_SHOWN }
          : {
              where: `id in (${row.group.runIds.map((id) => `'${id}'`).join(', ')})`,
              limit: row.group.runIds.length,
            }),
        shelf: search.shelf,
        sort: search.sort,
        columns: keyColumnsOf(search),
      }),
    ),
  });
  return useMemo(
    () =>
      new Map(
        open.map((row, i): [string, Below] => {
          const result = results[i]!;
          const shown = result.data?.runs;
          const count = 'group' in row ? row.group.runCount : (result.data?.total ?? 0);
          return [
            row.key,
            {
              runs: shown,
              error: result.error?.message,
              more: shown === undefined ? 0 : Math.max(0, count - shown.length),
            },
          ];
        }),
      ),
    [open, results],
  );
}
