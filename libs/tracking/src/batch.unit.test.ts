import { toWireFloat } from '@bestiary/contracts/json';
import { describe, expect, it } from 'vitest';
import { batchLength, toColumns } from './batch.ts';
import type { JournalRecord, MetricsRecord } from './journal-record.ts';

function metrics(step: number, values: MetricsRecord['values']): MetricsRecord {
  return { kind: 'metrics', step, time: 1_000 + step, values };
}
const update: JournalRecord = { kind: 'update', changes: { tags: { a: 'b' } } };

describe('batchLength', () => {
  it('lets metrics that follow one another travel together', () => {
    expect(
      batchLength([metrics(0, { loss: 1 }), metrics(1, { loss: 2 }), update, metrics(2, { loss: 3 })]),
    ).toBe(2);
  });

  it('sends anything else alone', () => {
    expect(batchLength([update, update])).toBe(1);
  });

  it('never asks for more series than one request takes', () => {
    const wide = (prefix: string) =>
      metrics(0, Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`${prefix}${i}`, i])));
    expect(batchLength([wide('a'), wide('b')])).toBe(1);
  });

  it('cuts a long backlog', () => {
    const backlog = Array.from({ length: 50_000 }, (_, step) => metrics(step, { loss: step }));
    expect(batchLength(backlog)).toBe(20_000);
  });
});

describe('toColumns', () => {
  it('makes one series a key, in order of logging', () => {
    expect(toColumns([metrics(0, { loss: 2, accuracy: 0.5 }), metrics(1, { loss: 1 })])).toEqual([
      { key: 'loss', steps: [0, 1], values: [2, 1], times: [1_000, 1_001] },
      { key: 'accuracy', steps: [0], values: [0.5], times: [1_000] },
    ]);
  });

  it('keeps the last of several values of one step, since one statement cannot write a row twice', () => {
    expect(toColumns([metrics(3, { loss: 2 }), metrics(3, { loss: 1 })])[0]).toMatchObject({
      steps: [3],
      values: [1],
    });
  });

  it('carries NaN and infinities', () => {
    expect(
      toColumns([metrics(0, { loss: toWireFloat(NaN), gap: toWireFloat(-Infinity) })]).map((s) => s.values),
    ).toEqual([['NaN'], ['-Infinity']]);
  });
});
