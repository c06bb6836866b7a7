import { expect, it } from 'vitest';
import { curvesAt, nearestPlace, nextPlace } from './curves-at.ts';
import { bandOutlines, prepareOverlay, type Overlay, type OverlayCurve } from './prepare-overlay.ts';

const curve = (id: string, x: number[], values: number[]): OverlayCurve => ({
  id,
  name: id,
  colour: '#112233',
  dash: [],
  x,
  values,
});
const overlay = (more: Partial<Overlay>): Overlay => ({
  curves: [],
  theme: 'light',
  axis: 'step',
  stepName: 'epoch',
  firstStep: 1,
  logX: false,
  logY: false,
  range: null,
  emphasised: null,
  ...more,
});
const seriesOf = (of: Overlay) => prepareOverlay(of)['series'] as { id: string; data: unknown[] }[];

it('gaps stay gaps, on a logarithmic axis also what is not above 0', () => {
  const curves = [curve('a', [0, 1, 2, 3], [1, NaN, 0, Infinity])];
  expect(seriesOf(overlay({ curves }))[0]!.data).toEqual([[1, 1], [2, null], [3, 0], [4, null]]); // prettier-ignore
  expect(seriesOf(overlay({ curves, logY: true }))[0]!.data[2]).toEqual([3, null]);
});

it('a raw line lies behind the smoothed one', () => {
  const curves = [{ ...curve('a', [0], [1]), raw: { x: [0], values: [2] } }];
  expect(seriesOf(overlay({ curves })).map(({ id }) => id)).toEqual(['a raw', 'a']);
});

it('a band is drawn where the deviation is known', () => {
  const grouped = {
    ...curve('g', [0, 1, 2, 3, 4], [1, 2, 3, 4, 5]),
    band: { deviation: [0.5, 0.5, NaN, 1, 1], n: [2, 2, 1, 2, 2] },
  };
  expect(bandOutlines(grouped, false)).toEqual([
    [[0, 1.5], [1, 2.5], [1, 1.5], [0, 0.5]],
    [[3, 5], [4, 6], [4, 4], [3, 3]],
  ]); // prettier-ignore
});

it('at the crosshair the greatest value comes first, a gap last, and a curve that ended says nothing', () => {
  const curves = [
    curve('short', [0, 1], [9, 9]),
    curve('low', [0, 1, 2], [0, 0, 1]),
    curve('gap', [0, 1, 2], [0, 0, NaN]),
    curve('high', [0, 2], [0, 3]),
  ];
  expect(curvesAt(curves, 2).map(({ curve: { id } }) => id)).toEqual(['high', 'low', 'gap']);
  expect(nearestPlace(curves, 1.6)).toBe(2);
  expect(nearestPlace([], 1)).toBeUndefined();
  expect([nextPlace(curves, 1, 1), nextPlace(curves, 1, -1), nextPlace(curves, 2, 1)]).toEqual([2, 0, 2]);
});
