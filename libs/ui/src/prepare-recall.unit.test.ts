import { expect, it } from 'vitest';
import { prepareRecall } from './prepare-recall.ts';

const share = { value: 0.9, low: 0.8, high: 0.95, hits: 9, of: 10 };

it('two classes have a true positive and a true negative rate, each named by its class', () => {
  const rows = prepareRecall({ classNames: ['bear', 'dragon'], recall: [share, share], precision: [share, share] }); // prettier-ignore
  expect(rows.map((row) => row.title)).toEqual(['true positive rate (bear)', 'true negative rate (dragon)']);
});

it('more classes have a recall each', () => {
  const names = ['a', 'b', 'c'];
  const rows = prepareRecall({
    classNames: names,
    recall: names.map(() => share),
    precision: names.map(() => share),
  });
  expect(rows.map((row) => row.title)).toEqual(['recall (a)', 'recall (b)', 'recall (c)']);
});
