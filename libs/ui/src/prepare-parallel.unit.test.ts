import { expect, it } from 'vitest';
import { brushedRuns, parallelPath, prepareParallel } from './prepare-parallel.ts';

const axes = prepareParallel([
  { id: 'lr', title: 'lr', values: [1e-4, 1e-2, 1e-3, null] },
  { id: 'optimizer', title: 'optimizer', values: ['adam', 'sgd', 'adam', 'sgd'] },
  { id: 'loss', title: 'loss', values: [0, 1, NaN, 0.5] },
]);

it('a run is kept that lies in every brush, ends included', () => {
  expect(brushedRuns(axes, new Map(), 4)).toEqual([true, true, true, true]);
  const brushes = new Map([
    ['lr', { low: 0, high: 0.5 }],
    ['optimizer', { low: 0, high: 0.2 }],
  ]);
  expect(brushedRuns(axes, brushes, 4)).toEqual([true, false, true, false]);
});

it('a run without a value is not in a brush of that axis, and its line passes where there is nothing', () => {
  expect(brushedRuns(axes, new Map([['loss', { low: 0, high: 1 }]]), 4)).toEqual([true, true, false, true]);
  const at = (run: number) =>
    parallelPath(
      axes,
      run,
      (axis) => axis * 10,
      (place) => (place === null ? -9 : place * 100),
    );
  expect(at(0)).toBe('M0.0 0.0L10.0 0.0L20.0 0.0');
  expect(at(3)).toBe('M0.0 -9.0L10.0 100.0L20.0 50.0');
  expect(at(2)).toBe('M0.0 50.0L10.0 0.0L20.0 -9.0');
});
