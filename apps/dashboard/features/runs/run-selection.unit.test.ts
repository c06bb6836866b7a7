import { expect, it } from 'vitest';
import { NOTHING_SELECTED, toggleAll, toggleRun, withoutRuns } from './run-selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];

it('a range takes everything between two runs, in either direction', () => {
  const one = toggleRun(NOTHING_SELECTED, 'd', false, order);
  expect([...toggleRun(one, 'b', true, order).ids].sort()).toEqual(['b', 'c', 'd']);
});

it('a range that ends at a ticked run unticks', () => {
  const all = toggleAll(NOTHING_SELECTED, order);
  const from = toggleRun(all, 'b', false, order);
  expect([...toggleRun(from, 'd', true, order).ids]).toEqual(['a', 'e']);
});

it('a range from a run that is not shown any more is a single tick', () => {
  const selection = { ids: new Set(['gone']), anchor: 'gone' };
  expect([...toggleRun(selection, 'c', true, order).ids]).toEqual(['gone', 'c']);
});

it('all are ticked, then none', () => {
  const all = toggleAll({ ids: new Set(['b']), anchor: 'b' }, order);
  expect(all.ids.size).toBe(5);
  expect(toggleAll(all, order).ids.size).toBe(0);
});

it('runs of another search stay ticked when all of this one are unticked', () => {
  const selection = { ids: new Set(['elsewhere', ...order]), anchor: null };
  expect([...toggleAll(selection, order).ids]).toEqual(['elsewhere']);
});

it('runs that left the list are not ticked any more', () => {
  expect([...withoutRuns({ ids: new Set(['a', 'b']), anchor: 'a' }, ['a', 'x']).ids]).toEqual(['b']);
});
