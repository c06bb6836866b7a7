'use client';
import { useMemo } from 'react';
import type { RunSummary } from '@bestiary/contracts/run';
import type { RunGroup } from '@bestiary/contracts/run-group';
import { TREE } from './group-by.ts';
import { groupLabel, tellingColumns } from './group-label.ts';
import { sortGroups } from './groups-query.ts';
import type { RunsSearch } from './runs-search.ts';
import { flatRows, groupRows, treeRows, type Below, type TableRow } from './table-rows.ts';
import { useBelow, type OpenRow } from './use-below.ts';

/**
 * The rows of the table: runs, or groups of them, with what is below the open ones.
 *
 * @param groups undefined where the rows are runs
 * @param open keys of the open rows
 */
export function useTableRows(
  search: RunsSearch,
  runs: readonly RunSummary[],
  groups: readonly RunGroup[] | undefined,
  open: ReadonlySet<string>,
): readonly TableRow[] {
  const { group: by, sort } = search;
  const labelled = useMemo(() => {
    if (groups === undefined) return undefined;
    const telling = tellingColumns(groups);
    return sortGroups(groups, sort).map((group) => ({
      key: `group ${JSON.stringify(group.common)}`,
      label: groupLabel(group, by, telling),
      group,
    }));
  }, [groups, by, sort]);
  const openRows = useMemo(
    (): OpenRow[] =>
      labelled === undefined
        ? by === TREE
          ? [...open].filter((key) => !key.startsWith('group ')).map((id) => ({ key: id, parentId: id }))
          : []
        : labelled.filter(({ key }) => open.has(key)),
    [labelled, by, open],
  );
  const below: ReadonlyMap<string, Below> = useBelow(search, openRows);
  return useMemo(() => {
    if (labelled !== undefined) return groupRows(labelled, open, below);
    return by === TREE ? treeRows(runs, open, below) : flatRows(runs);
  }, [labelled, by, runs, open, below]);
}
