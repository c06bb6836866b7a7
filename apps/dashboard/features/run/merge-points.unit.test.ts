import { describe, expect, it } from 'vitest';
import type { SeriesColumns } from '@bestiary/contracts/metric';
import { mergePoints, toCurve } from './merge-points.ts';

const series = (key: string, points: [number, number][]): SeriesColumns => ({
  key,
  steps: points.map(([step]) => step),
  values: points.map(([, value]) => value),
  times: points.map(([step]) => step * 1_000),
});

describe('mergePoints', () => {
  const loss = series('loss', [
    [0, 3],
    [1, 2],
  ]);

  it('appends what comes after', () => {
    expect(mergePoints([loss], [series('loss', [[2, 1]])])).toEqual([
      series('loss', [
        [0, 3],
        [1, 2],
        [2, 1],
      ]),
    ]);
  });
  it('overwrites a step that is there, and keeps steps in order', () => {
    const fresh = series('loss', [
      [3, 0],
      [1, 9],
    ]);
    expect(mergePoints([loss], [fresh])).toEqual([
      series('loss', [
        [0, 3],
        [1, 9],
        [3, 0],
      ]),
    ]);
  });
  it('takes a metric that is new, and leaves the others as they are', () => {
    const merged = mergePoints([loss], [series('val_loss', [[0, 4]])]);
    expect(merged.map(({ key }) => key)).toEqual(['loss', 'val_loss']);
    expect(merged[0]).toBe(loss);
  });
  it('changes nothing when everything is told again', () => {
    expect(mergePoints([loss], [loss])).toEqual([loss]);
  });
});

it('words of the wire are numbers of the chart', () => {
  expect(toCurve({ key: 'loss', steps: [0, 1], values: ['NaN', '-Infinity'], times: [0, 0] })).toEqual({
    name: 'loss',
    steps: [0, 1],
    values: [Number.NaN, -Infinity],
  });
});
