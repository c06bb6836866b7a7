import { expect, it } from 'vitest';
import {
  countSelected,
  isSelected,
  NOTHING_SELECTED,
  readSelection,
  runsToChange,
  toggleAll,
  toggleRun,
  withoutRuns,
  writeSelection,
  type RunSelection,
} from './run-selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];

const some = (...ids: string[]): RunSelection => ({
  kind: 'some',
  ids: new Set(ids),
  anchor: ids[0] ?? null,
});
const all: RunSelection = {
  kind: 'all',
  of: { where: 'bear', shelf: 'active' },
  count: { total: 1_000, totalIsExact: false },
  except: new Set(),
  anchor: null,
};
const ticked = (selection: RunSelection) => order.filter((id) => isSelected(selection, id));

it('a range takes everything between two runs, in either direction', () => {
  const one = toggleRun(NOTHING_SELECTED, 'd', false, order);
  expect(ticked(toggleRun(one, 'b', true, order))).toEqual(['b', 'c', 'd']);
});

it('a range that ends at a ticked run unticks', () => {
  const from = toggleRun(toggleAll(NOTHING_SELECTED, order), 'b', false, order);
  expect(ticked(toggleRun(from, 'd', true, order))).toEqual(['a', 'e']);
});

it('a range from a run that is not shown any more is a single tick', () => {
  expect(runsToChange(toggleRun(some('gone'), 'c', true, order))).toEqual({ ids: ['gone', 'c'] });
});

it('all are ticked, then none', () => {
  const whole = toggleAll(some('b'), order);
  expect(ticked(whole)).toEqual(order);
  expect(ticked(toggleAll(whole, order))).toEqual([]);
});

it('runs of another search stay ticked when all of this one are unticked', () => {
  expect(runsToChange(toggleAll(some('elsewhere', ...order), order))).toEqual({ ids: ['elsewhere'] });
});

it('runs that left the list are not ticked any more', () => {
  expect(runsToChange(withoutRuns(some('a', 'b'), ['a', 'x']))).toEqual({ ids: ['b'] });
});

it('all that a search finds are ticked, also where they are not shown, but those that were unticked', () => {
  const but = toggleRun(all, 'c', false, order);
  expect(ticked(but)).toEqual(['a', 'b', 'd', 'e']);
  expect(isSelected(but, 'never loaded')).toBe(true);
  expect(countSelected(but)).toEqual({ total: 999, totalIsExact: false });
  expect(runsToChange(but)).toEqual({ select: all.of, except: ['c'] });
  expect(runsToChange(toggleRun(but, 'c', false, order))).toEqual({ select: all.of, except: [] });
});

it.each([some('a', 'b'), toggleRun(all, 'c', false, order)])(
  'a selection outlives being kept',
  (selection) => {
    const kept = readSelection(writeSelection(selection));
    expect(runsToChange(kept)).toEqual(runsToChange({ ...selection, anchor: null }));
    expect(countSelected(kept)).toEqual(countSelected(selection));
  },
);

it.each([null, '', '{}', '{"kind":"some","ids":[1]}'])('what was never kept is nothing: %s', (text) => {
  expect(readSelection(text)).toBe(NOTHING_SELECTED);
});
