import type { RunSummary } from '@bestiary/contracts/run';
import type { RunGroup } from '@bestiary/contracts/run-group';
import { expect, it } from 'vitest';
import { groupRows, treeRows, type Below, type TableRow } from './table-rows.ts';

const run = (id: string, childCount = 0) => ({ id, childCount }) as RunSummary;
const shown = (rows: readonly TableRow[]) =>
  rows.map((row) => {
    if (row.kind === 'run') return `${'  '.repeat(row.depth)}${row.run.id}`;
    return row.kind === 'group' ? row.label : `${'  '.repeat(row.depth)}${row.text}`;
  });
const found = (...runs: RunSummary[]): Below => ({ runs, error: undefined, more: 0 });

it('what an open run made stands below it, to any depth', () => {
  const rows = treeRows(
    [run('a', 2), run('b')],
    new Set(['a', 'c']),
    new Map([
      ['a', found(run('c', 1), run('d'))],
      ['c', found(run('e'))],
    ]),
  );
  expect(shown(rows)).toEqual(['a', '  c', '    e', '  d', 'b']);
  expect(rows.map((row) => row.kind === 'run' && row.isOpen)).toEqual([true, true, null, null, null]);
});

it('an open row whose runs are not there yet, or cannot be had, says so', () => {
  expect(shown(treeRows([run('a', 1)], new Set(['a']), new Map()))).toEqual(['a', '  Loading…']);
  const failed = new Map([['a', { runs: undefined, error: 'no', more: 0 }]]);
  expect(shown(treeRows([run('a', 1)], new Set(['a']), failed))).toEqual(['a', '  no']);
});

it('a group shows its runs when it is open, and says how many it does not show', () => {
  const groups = ['x', 'y'].map((key) => ({ key, label: key, group: {} as RunGroup }));
  const below = new Map([['y', { ...found(run('a')), more: 40 }]]);
  expect(shown(groupRows(groups, new Set(['y']), below))).toEqual([
    'x',
    'y',
    '  a',
    '  40 more: search for them to see them',
  ]);
});
