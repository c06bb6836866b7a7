import { expect, it } from 'vitest';
import { clampView, revealCell, WHOLE_MATRIX, zoomView } from './matrix-view.ts';

it('zooming keeps the cell under the pointer where it is, and never leaves the matrix', () => {
  const at = { row: 120.5, column: 40.25 };
  const view = zoomView(WHOLE_MATRIX, 200, 4, at);
  const placeOf = (from: number, value: number) => ((value - from) * view.zoom) / 200;
  expect(placeOf(view.row, at.row)).toBeCloseTo(at.row / 200, 12);
  expect(placeOf(view.column, at.column)).toBeCloseTo(at.column / 200, 12);
  expect(zoomView(view, 200, 1 / 100, at)).toEqual(WHOLE_MATRIX);
  expect(zoomView(WHOLE_MATRIX, 200, 1e6, { row: 199, column: 0 }).zoom).toBeCloseTo(200 / 6, 9);
  expect(clampView({ zoom: 2, row: 190, column: -5 }, 200)).toEqual({ zoom: 2, row: 100, column: 0 });
});

it('a cell outside the view is brought in with as little movement as can be', () => {
  const view = { zoom: 10, row: 50, column: 50 };
  expect(revealCell(view, 200, { row: 55, column: 69 })).toEqual(view);
  expect(revealCell(view, 200, { row: 70, column: 10 })).toEqual({ zoom: 10, row: 51, column: 10 });
});
