import { expect, it } from 'vitest';
import { chartLine, readChartLine } from './chart-part.ts';

it('a chart of a page becomes a line that is read back as the same chart', () => {
  const search = new URLSearchParams({
    runs: 'a,b',
    tab: 'curves',
    metrics: 'loss',
    smoothing: '0.6',
    x: 'params.lr',
  });
  const line = chartLine('curves', search, { metrics: 'val loss & more' });
  expect(line).toBe('curves: runs=a,b&metrics=val%20loss%20%26%20more&smoothing=0.6');
  const read = readChartLine(line);
  expect(read).toMatchObject({ part: 'curves' });
  if (typeof read === 'string') throw new Error(read);
  expect(Object.fromEntries(read.search)).toEqual({
    runs: 'a,b',
    metrics: 'val loss & more',
    smoothing: '0.6',
  });
});

it('of a run it keeps which run and what the chart looks at, and no more', () => {
  const search = new URLSearchParams({
    tab: 'evaluate',
    split: 'test',
    threshold: '0.3',
    show: 'wrong',
    bins: 'equal-width',
  });
  expect(chartLine('roc', search, { run: 'r' })).toBe('roc: run=r&split=test&threshold=0.3');
});

it('what draws nothing says why', () => {
  expect(readChartLine('curve: runs=a')).toMatch(
    /^"curve: runs=a" draws nothing: it begins with none of curves, /,
  );
  expect(readChartLine('constructor: runs=a')).toMatch(/draws nothing/);
  expect(readChartLine('roc: runs=a')).toBe('"roc: runs=a" says of no run: add run=ID.');
});
