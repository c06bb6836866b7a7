import { expect, it } from 'vitest';
import { DEFAULT_COLUMNS, readColumn, runColumn } from './run-column.ts';

it('a metric is sorted best first: a loss from below, anything else from above', () => {
  expect(runColumn('metrics.val_loss').sort).toEqual({ by: 'metrics.val_loss', direction: 'asc' });
  expect(runColumn('metrics.best.f1').sort).toEqual({ by: 'metrics.best.f1', direction: 'desc' });
});

it('a title says which value of a metric it is, where it is not the last', () => {
  expect(runColumn('metrics.val_accuracy').title).toBe('Val. accuracy');
  expect(runColumn('metrics.best.val_accuracy').title).toBe('Val. accuracy (best)');
  expect(runColumn('params.a.b').title).toBe('a.b');
});

it('words that mean no column are none', () => {
  expect(['status', 'params.lr', 'name', 'constructor', 'metrics.', 'where.x'].map(readColumn)).toEqual([
    'status',
    'params.lr',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it('each column that is shown at first can be read back', () => {
  expect(DEFAULT_COLUMNS.map(readColumn)).toEqual(DEFAULT_COLUMNS);
});
