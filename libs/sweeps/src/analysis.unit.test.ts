import { Space } from '@bestiary/contracts/sweep';
import { Random } from '@bestiary/metrics/random';
import { describe, expect, it } from 'vitest';
import { bestSoFar, bestTrials } from './best-so-far.ts';
import { contour } from './contour.ts';
import { drawRandom } from './draw.ts';
import { importances, type Outcome } from './importance.ts';
import { growTree, shareOf } from './regression-tree.ts';
import { SearchSpace } from './search-space.ts';
import { slice } from './slice.ts';
import { type TrialRow } from './trial-row.ts';

const space = new SearchSpace(
  Space.parse({
    rate: { type: 'float', low: 1e-4, high: 1, log: true },
    size: { type: 'int', low: 1, high: 10 },
    kind: { type: 'categorical', choices: ['a', 'b', 'c'] },
    extra: { type: 'float', low: 0, high: 1, when: { kind: 'c' } },
    noise: { type: 'float', low: 0, high: 1 },
    fixed: 3,
  }),
);

function outcomes(count: number, value: (units: Record<string, number>) => number): Outcome[] {
  const random = new Random(1);
  return Array.from({ length: count }, () => {
    const params = drawRandom(space, random);
    const point = space.pointOf(params)!;
    const units = Object.fromEntries(space.parameters.map(({ name }, i) => [name, point[i]!]));
    return { params, value: value(units) };
  });
}

const shareIn = (found: ReturnType<typeof importances>, ...names: string[]) =>
  found.find((importance) => importance.names.join() === names.join())!.share;

describe('importances', () => {
  it('are the shares of variance of a sum: 4 to 1', () => {
    const found = importances(
      space,
      outcomes(400, ({ rate, noise }) => 2 * rate! + noise!),
      1,
    );
    expect(shareIn(found, 'rate')).toBeCloseTo(0.8, 1);
    expect(shareIn(found, 'noise')).toBeCloseTo(0.2, 1);
    for (const name of ['size', 'kind', 'extra']) expect(shareIn(found, name)).toBeLessThan(0.03);
    expect(found.map(({ names }) => names[0])).not.toContain('fixed');
    expect(found[0]!.names).toEqual(['rate']);
  });

  it('give a pair what its two explain only together', () => {
    const xor = ({ rate, noise }: Record<string, number>) => (rate! > 0.5 !== noise! > 0.5 ? 1 : 0);
    const found = importances(space, outcomes(300, xor), 1, true);
    expect(shareIn(found, 'rate', 'noise')).toBeGreaterThan(0.6);
    expect(shareIn(found, 'rate')).toBeLessThan(0.15);
    expect(found.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
  });

  it('see that one choice differs from the others', () => {
    const found = importances(
      space,
      outcomes(200, ({ kind }) => (kind! > 0.66 ? 1 : 0)),
      1,
    );
    expect(shareIn(found, 'kind')).toBeGreaterThan(0.95);
  });

  it('repeat themselves for a seed, and leave NaN out', () => {
    const some = outcomes(60, ({ rate, size }) => rate! * size!);
    const withNaN = [...some, { params: some[0]!.params, value: NaN }, { params: { rate: 9 }, value: 1 }];
    expect(importances(space, withNaN, 5)).toEqual(importances(space, some, 5));
    expect(importances(space, some, 6)).not.toEqual(importances(space, some, 5));
  });

  it('are none of outcomes that are all the same', () => {
    expect(
      importances(
        space,
        outcomes(20, () => 1),
        1,
      ),
    ).toEqual([]);
    expect(importances(space, [], 1)).toEqual([]);
  });
});

describe('a regression tree', () => {
  it('covers the cube once, and predicts every row that it has seen', () => {
    const random = new Random(8);
    const scales = space.parameters.map(({ scale }) => scale);
    const points = Array.from({ length: 50 }, () => scales.map(() => random.uniform()));
    const values = points.map(([a, b]) => Math.sin(7 * a!) + b!);
    const leaves = growTree(scales, points, values);
    const volume = leaves.reduce(
      (sum, { sides }) => sum + sides.reduce((p, side) => p * shareOf(side), 1),
      0,
    );
    expect(volume).toBeCloseTo(1, 10);
    expect(leaves).toHaveLength(50);
  });
});

describe('slices and contours', () => {
  const some = outcomes(200, ({ rate, size }) => rate! + size!);

  it('have the trials that have the parameter, on its scale', () => {
    const points = slice(space, [...some, { params: some[0]!.params, value: NaN }], 'rate');
    expect(points).toHaveLength(200);
    for (const { value, unit } of points) expect(1e-4 * 1e4 ** unit).toBeCloseTo(value as number, 10);
    expect(slice(space, some, 'extra').length).toBe(some.filter(({ params }) => params.kind === 'c').length);
    expect(() => slice(space, some, 'colour')).toThrow('there is no parameter "colour"');
  });

  it('expect more where there is more', () => {
    const found = contour(space, some, ['rate', 'size'], 1, 16)!;
    expect(found.x).toHaveLength(16);
    expect(found.y).toHaveLength(10);
    expect(found.points).toHaveLength(200);
    expect(found.expected[0]![0]).toBeLessThan(0.5);
    expect(found.expected[9]![15]).toBeGreaterThan(1.5);
    for (const row of found.expected) for (const value of row) expect(value).toBeGreaterThanOrEqual(0);
  });

  it('are not drawn from a single trial', () => {
    expect(contour(space, some.slice(0, 1), ['rate', 'size'], 1)).toBeUndefined();
  });
});

describe('the best', () => {
  const row = (
    number: number,
    values: number[] | null,
    status: TrialRow['status'] = 'finished',
  ): TrialRow => ({
    number,
    status,
    params: {},
    values,
    lastReport: null,
  });

  it('so far goes by the number of trials, whatever their order, and overlooks what is no number', () => {
    const rows = [
      row(3, [2]),
      row(0, [3]),
      row(1, [NaN]),
      row(2, [4]),
      row(4, null, 'failed'),
      row(5, [1], 'pruned'),
    ];
    expect(bestSoFar(rows, 'min').map(({ number, best }) => [number, best])).toEqual([
      [0, 3],
      [2, 3],
      [3, 2],
    ]);
    expect(bestSoFar(rows, 'max').map(({ best }) => best)).toEqual([3, 4, 4]);
  });

  it('of two objectives are those that none dominates', () => {
    const rows = [row(0, [1, 1]), row(1, [2, 2]), row(2, [2, 1]), row(3, [3, 3]), row(4, [9, NaN])];
    expect(bestTrials(rows, ['min', 'max']).map(({ number }) => number)).toEqual([0, 1, 3]);
    expect(bestTrials(rows.slice(0, 3), ['max', 'max']).map(({ number }) => number)).toEqual([1]);
  });
});
