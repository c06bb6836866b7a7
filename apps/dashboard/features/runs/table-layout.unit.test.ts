import { expect, it } from 'vitest';
import { allowedWidth, tableLayout } from './table-layout.ts';

it('pinned columns come first, one beside the other behind the name', () => {
  const { columns, pinned } = tableLayout(['status', 'params.lr', 'started'], { started: 8, name: 10 }, [
    'started',
    'params.lr',
    'tags.not-shown',
  ]);
  expect(columns.map(({ id }) => id)).toEqual(['params.lr', 'started', 'status']);
  // box 2.5, gap 0.75, name 10; then lr, 6 at least, and its gap
  expect([...pinned]).toEqual([
    ['params.lr', 13.25],
    ['started', 20],
  ]);
});

it('a chosen width is the least and the greatest, and counts in the whole', () => {
  const plain = tableLayout(['status'], {}, []);
  const wide = tableLayout(['status'], { status: 19 }, []);
  expect(wide.tracks).toContain('minmax(19rem,19rem)');
  expect(wide.least - plain.least).toBe(10);
});

it('widths stay within bounds', () => {
  expect([-1, 7.26, 1_000].map(allowedWidth)).toEqual([3, 7.3, 60]);
});
