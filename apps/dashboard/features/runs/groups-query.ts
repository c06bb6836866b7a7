import type { GroupBy, RunGroup } from '@bestiary/contracts/run-group';
import { lessIsBetter } from '@bestiary/contracts/run-search';
import { fromWireFloat } from '@bestiary/contracts/json';
import type { RunSort } from '@bestiary/contracts/run';
import { selectionOf, type RunsSearch } from './runs-search.ts';

/** So many groups are shown, the largest. */
const GROUPS_SHOWN = 1_000;

/** The input of the query of groups, the same on server and client so that their keys agree. */
export function groupsQuery(search: RunsSearch, by: GroupBy) {
  return {
    ...selectionOf(search),
    by,
    metrics: search.cols.filter((id) => id.startsWith('metrics.')) as `metrics.${string}`[],
    limit: GROUPS_SHOWN,
  };
}

/** Groups in the order of their means where the table is sorted by a metric, else the largest first. */
export function sortGroups(groups: readonly RunGroup[], { by, direction }: RunSort): RunGroup[] {
  if (!by.startsWith('metrics.')) return [...groups];
  const sign = direction === 'asc' ? 1 : -1;
  const meanOf = (group: RunGroup) => {
    const statistics = group.metrics[by];
    return statistics === undefined ? undefined : fromWireFloat(statistics.mean);
  };
  return [...groups].sort((a, b) => {
    const [x, y] = [meanOf(a), meanOf(b)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    return sign * (x - y);
  });
}

/** Whether the least value of a metric's column is its best. */
export function leastIsBest(column: string): boolean {
  return lessIsBetter(column.slice(column.indexOf('.') + 1));
}
