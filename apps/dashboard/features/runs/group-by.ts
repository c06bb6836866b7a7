import type { GroupBy } from '@bestiary/contracts/run-group';
import { isKeyColumn, readColumn } from './run-column.ts';

/** What the rows of the table are put together by, as a word of the URL: empty, nothing; else a fixed word or a column. */
export type GroupWord = string;

/** Rows that stay rows: those that a run made stand below it. */
export const TREE: GroupWord = 'tree';

/** The ways that need no column, in the order of their menu. */
export const GROUP_TITLES: ReadonlyMap<GroupWord, string> = new Map([
  ['', 'No groups'],
  [TREE, 'Parent and children'],
  ['seeds', 'Repeats over seeds'],
  ['parent', 'Children of one parent'],
  ['dataset', 'Data set'],
]);

/** Whether a word means a way to put rows together. */
export function isGroupWord(word: string): boolean {
  return GROUP_TITLES.has(word) || groupByOf(word) !== undefined;
}

/** The groups that the server makes for a word; undefined where it makes none. */
export function groupByOf(word: GroupWord): GroupBy | undefined {
  if (word === 'seeds') return { kind: 'allButSeed' };
  if (word === 'parent' || word === 'dataset') return { kind: word };
  const column = readColumn(word);
  if (column === undefined || !isKeyColumn(column) || column.startsWith('metrics.')) return undefined;
  return { kind: 'columns', columns: [column as `params.${string}` | `tags.${string}`] };
}

/** How a way is called. */
export function groupTitle(word: GroupWord): string {
  return GROUP_TITLES.get(word) ?? word.slice(word.indexOf('.') + 1);
}
