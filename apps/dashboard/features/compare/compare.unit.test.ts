import { MAX_COMPARED, type MetricCurves } from '@bestiary/contracts/curve';
import type { RunDetail } from '@bestiary/contracts/run';
import { styleRuns } from '@bestiary/ui/run-styles';
import { expect, it } from 'vitest';
import { drawnMetrics } from './compare-queries.ts';
import { COMPARE_SEARCH, comparedIds } from './compare-search.ts';
import { groupCurves, groupRuns, runCurves } from './overlay-curves.ts';
import { differingRows, setupWords } from './run-differences.ts';
import { differingColumns, fieldValueOf, runNames, usualTarget } from './run-field.ts';

const idOf = (i: number) => `0193aa00-0000-7000-8000-${String(i).padStart(12, '0')}`;

function run(i: number, more: Partial<RunDetail> = {}): RunDetail {
  return {
    id: idOf(i),
    projectId: idOf(999),
    projectName: 'p',
    parentId: null,
    name: `run ${i}`,
    status: 'finished',
    progress: null,
    dataset: null,
    metrics: {},
    tags: {},
    createdAt: '2026-01-01T00:00:00.000Z',
    startedAt: null,
    endedAt: null,
    seed: null,
    params: {},
    environment: {},
    error: null,
    heartbeatAt: null,
    series: [],
    ...more,
  } as RunDetail;
}

const series = (key: string, min: number | null, max: number | null, last: number | 'NaN' = 0) => ({
  key,
  min,
  max,
  last,
  count: 2,
  lastStep: 1,
});

it('each run of a URL is compared once, what is no id left out, and no more than a hundred', () => {
  expect(comparedIds([idOf(1), 'x', idOf(1).toUpperCase()])).toEqual([idOf(1)]);
  expect(comparedIds(Array.from({ length: 130 }, (_, i) => idOf(i)))).toHaveLength(MAX_COMPARED);
});

it('a zoom and ranges of axes come back from the URL, nonsense does not', () => {
  const { zoom, brush } = COMPARE_SEARCH;
  expect(zoom.parse(zoom.serialize([1.5, 20]))).toEqual([1.5, 20]);
  expect(['', '3', '5~1', 'a~b'].map((word) => zoom.parse(word))).toEqual([null, null, null, null]);
  const brushes = new Map([['params.lr', { low: 0.25, high: 0.5 }]]);
  expect(brush.parse(brush.serialize(brushes))).toEqual(brushes);
  expect(brush.parse('{"a":[2,3],"b":"x","c":[0.5,0.1]}')).toEqual(new Map());
  expect(brush.parse('{')).toBeNull();
});

it('the best of a loss is its least, of an accuracy its most, and a NaN stays what it is', () => {
  const one = run(1, { series: [series('val_loss', 0.1, 0.9, 'NaN'), series('val_accuracy', 0.2, 0.8)] });
  expect(fieldValueOf(one, 'metrics.best.val_loss')).toBe(0.1);
  expect(fieldValueOf(one, 'metrics.best.val_accuracy')).toBe(0.8);
  expect(fieldValueOf(one, 'metrics.val_loss')).toBeNaN();
  expect(fieldValueOf(one, 'metrics.best.none')).toBeNull();
  expect(usualTarget(['other', 'val_loss'])).toBe('metrics.best.val_loss');
});

it('only parameters that differ are axes, also where a run has none', () => {
  const runs = [run(1, { params: { lr: 0.1, same: [1] } }), run(2, { params: { same: [1] } })];
  expect(differingColumns(runs)).toEqual(['params.lr']);
  expect(fieldValueOf(runs[0]!, 'params.same')).toBe('[1]');
});

it('commit and uncommitted changes are differences of their own', () => {
  const rows = differingRows(
    [
      run(1, { environment: { gitCommit: 'a', gitDirty: true, cpu: 'x' } }),
      run(2, { environment: { gitCommit: 'a', gitDirty: false, cpu: 'x' }, seed: 3 }),
    ].map(setupWords),
  );
  expect(rows).toEqual([
    { name: 'seed', values: [null, '3'] },
    { name: 'uncommitted changes', values: ['yes', 'no'] },
  ]);
});

it('runs of one name are told apart by their ids', () => {
  const names = runNames([run(1, { name: 'twin' }), run(2, { name: 'twin' }), run(3)]);
  expect([...names.values()]).toEqual(['twin …000001', 'twin …000002', 'run 3']);
});

it('the metrics of the URL are drawn, else the usual ones', () => {
  const runs = [run(1, { series: ['a', 'loss', 'val_loss'].map((key) => series(key, 0, 1)) })];
  expect(drawnMetrics(runs, { metrics: [] })).toEqual(['val_loss', 'loss', 'a']);
  expect(drawnMetrics(runs, { metrics: ['a', 'gone'] })).toEqual(['a']);
});

it('a group of runs is drawn as the mean of its curves, ordered by the value of the parameter', () => {
  const runs = [
    run(1, { params: { lr: 10 } }),
    run(2, { params: { lr: 9 } }),
    run(3, { params: { lr: 10 } }),
    run(4),
  ];
  const curves: MetricCurves = [1, 2, 3].map((i) => ({
    runId: idOf(i),
    key: 'loss',
    count: 2,
    points: { x: [0, 1], values: [i, 'NaN'] },
    smoothed: null,
  }));
  const groups = groupRuns(runs, 'lr');
  expect([...groups.keys()]).toEqual(['9', '10', 'not set']);
  const drawn = groupCurves(curves, 'loss', groups, 'lr', 'light');
  expect(drawn.map(({ name, values, band }) => [name, values[0], band!.n])).toEqual([
    ['lr 9', 2, [1, 0]],
    ['lr 10', 2, [2, 0]],
  ]);
});

it('of smoothed curves the raw ones lie behind, but not of many', () => {
  const few = [run(1)];
  const many = Array.from({ length: 11 }, (_, i) => run(i));
  const curvesOf = (runs: RunDetail[]): MetricCurves =>
    runs.map(({ id }) => ({
      runId: id,
      key: 'loss',
      count: 1,
      points: { x: [0], values: [1] },
      smoothed: { x: [0], values: [2] },
    }));
  const draw = (runs: RunDetail[]) =>
    runCurves(curvesOf(runs), 'loss', runs, styleRuns(runs.map(({ id }) => id)), 'dark');
  expect(draw(few)[0]).toMatchObject({ values: [2], raw: { values: [1] } });
  expect(draw(many).every(({ raw }) => raw === undefined)).toBe(true);
});
