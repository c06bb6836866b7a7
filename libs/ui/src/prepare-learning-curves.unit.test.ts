import { expect, it } from 'vitest';
import { CHART_THEMES } from './chart-theme.ts';
import { accuracyFloor, prepareCurves, styleSplits } from './prepare-learning-curves.ts';

interface Line {
  id: string;
  color: string;
  connectNulls: boolean;
  data: [number, number | null][];
}
const loss = { name: 'loss', steps: [0, 1, 2], values: [0.7, Number.NaN, 0.5] };
const linesOf = (option: object) => (option as { series: Line[] }).series;

it('a value that is NaN is a gap, not a line through it', () => {
  const [line] = linesOf(prepareCurves({ curves: styleSplits(loss, undefined, 'light'), theme: 'light' }));
  expect(line?.data).toEqual([
    [0, 0.7],
    [1, null],
    [2, 0.5],
  ]);
  expect(line?.connectNulls).toBe(false);
});

it('epochs are counted from 1 where that is asked for', () => {
  const [line] = linesOf(
    prepareCurves({ curves: styleSplits(loss, undefined, 'light'), theme: 'light', firstStep: 1 }),
  );
  expect(line?.data.map(([x]) => x)).toEqual([1, 2, 3]);
});

it('a smoothed chart keeps the raw line behind', () => {
  const curves = styleSplits(loss, { ...loss, name: 'val_loss' }, 'dark');
  const lines = linesOf(prepareCurves({ curves, theme: 'dark', smoothing: 0.6 }));
  expect(lines.map((line) => line.id)).toEqual(['loss (raw)', 'val_loss (raw)', 'loss', 'val_loss']);
  expect(lines.map((line) => line.color)).toEqual([
    CHART_THEMES.dark.training,
    CHART_THEMES.dark.validation,
    CHART_THEMES.dark.training,
    CHART_THEMES.dark.validation,
  ]);
});

it('a logarithmic axis has gaps where nothing is above zero', () => {
  const curves = styleSplits({ ...loss, values: [1, 0, -1] }, undefined, 'light');
  const [line] = linesOf(prepareCurves({ curves, theme: 'light', logarithmic: true }));
  expect(line?.data.map(([, y]) => y)).toEqual([1, null, null]);
});

it('an accuracy axis begins below the lowest value', () => {
  expect(accuracyFloor([{ name: 'a', steps: [0], values: [0.93] }])).toBe(0.9);
  expect(accuracyFloor([{ name: 'a', steps: [0], values: [0.91] }])).toBe(0.8);
  expect(accuracyFloor([{ name: 'a', steps: [0, 1], values: [Number.NaN, 0.01] }])).toBe(0);
  expect(accuracyFloor([])).toBe(0);
});
