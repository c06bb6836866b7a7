import { expect, it } from 'vitest';
import { bestOf } from './best-run.ts';
import { comparedIds, MAX_COMPARED } from './compare-search.ts';
import { differingParams } from './differing-params.ts';

it('only parameters that differ are listed, also where a run has none', () => {
  const rows = differingParams([
    { epochs: 20, lr: 0.1, same: [1] },
    { epochs: 30, same: [1] },
  ]);
  expect(rows).toEqual([
    { name: 'epochs', values: ['20', '30'] },
    { name: 'lr', values: ['0.1', null] },
  ]);
});

it('the best is the least loss and the most accuracy', () => {
  expect(bestOf('val_loss', [0.3, 0.1, 'NaN'])).toEqual([1]);
  expect(bestOf('val_accuracy', [0.9, undefined, 0.9])).toEqual([0, 2]);
});

it('of a metric of unknown sense none is best, and none of one value', () => {
  expect(bestOf('temperature', [1, 2])).toEqual([]);
  expect(bestOf('val_loss', [1, undefined])).toEqual([]);
});

it('each run of a URL is compared once, what is no id is left out', () => {
  const id = '0193aa00-0000-7000-8000-000000000001';
  expect(comparedIds([id, 'x', id])).toEqual([id]);
  const many = Array.from({ length: 30 }, (_, i) => `0193aa00-0000-7000-8000-0000000000${10 + i}`);
  expect(comparedIds(many)).toHaveLength(MAX_COMPARED);
});
