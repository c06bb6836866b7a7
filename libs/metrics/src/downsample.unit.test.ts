import { expect, it } from 'vitest';
import { columnMeans, keepExtremes, pointsWithin, type Points } from './downsample.ts';

function line(count: number, value: (i: number) => number): Points {
  return {
    x: Float64Array.from({ length: count }, (_, i) => i),
    values: Float64Array.from({ length: count }, (_, i) => value(i)),
  };
}

it('every extreme of every column is still there, and nothing that was not', () => {
  const points = line(10_000, (i) => Math.sin(i * 1.7) * i);
  const kept = keepExtremes(points, 100);
  expect(kept.x.length).toBeLessThanOrEqual(202);
  for (let column = 0; column < 100; column++) {
    const within = (x: number) => Math.min(99, Math.floor((x / 9_999) * 100)) === column;
    const all = points.values.filter((_, i) => within(points.x[i]!));
    const left = kept.values.filter((_, i) => within(kept.x[i]!));
    expect(Math.min(...left)).toBe(Math.min(...all));
    expect(Math.max(...left)).toBe(Math.max(...all));
  }
  kept.x.forEach((x, i) => expect(kept.values[i]).toBe(points.values[x]));
});

it('a single spike and a single gap survive', () => {
  const kept = keepExtremes(
    line(50_000, (i) => (i === 31_234 ? 9 : i === 40_001 ? NaN : 0)),
    200,
  );
  expect(Array.from(kept.values)).toContain(9);
  expect(kept.x[kept.values.findIndex(Number.isNaN)]).toBe(40_001);
});

it('places rise, and first and last stay', () => {
  const kept = keepExtremes(
    line(5_000, (i) => -((i - 2_500) ** 2)),
    10,
  );
  expect(kept.x.every((x, i) => i === 0 || x > kept.x[i - 1]!)).toBe(true);
  expect([kept.x[0], kept.x.at(-1)]).toEqual([0, 4_999]);
});

it('few points, points at one place and no points stay as they are', () => {
  const few = line(20, (i) => i);
  expect(keepExtremes(few, 10)).toBe(few);
  const one = { x: new Float64Array(100).fill(3), values: Float64Array.from({ length: 100 }, (_, i) => i) };
  expect(Array.from(keepExtremes(one, 5).values)).toEqual([0, 99]);
  expect(
    keepExtremes(
      line(0, () => 0),
      5,
    ).x,
  ).toHaveLength(0);
});

it('a column is the mean of its finite values, and a gap where it has none', () => {
  const means = columnMeans(
    line(8, (i) => (i < 4 ? i : i === 5 ? Infinity : NaN)),
    2,
  );
  expect(Array.from(means.values)).toEqual([1.5, NaN]);
  expect(means.x[0]).toBe(1.5);
});

it('a range has its nearest neighbours on both sides', () => {
  const part = pointsWithin(
    line(10, (i) => i * i),
    { from: 2.5, to: 5 },
  );
  expect(Array.from(part.x)).toEqual([2, 3, 4, 5, 6]);
  expect(
    Array.from(
      pointsWithin(
        line(3, () => 0),
        { from: -Infinity, to: Infinity },
      ).x,
    ),
  ).toEqual([0, 1, 2]);
});
