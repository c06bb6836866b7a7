import type { TrialColumns } from '@bestiary/contracts/trial';
import { describe, expect, it } from 'vitest';
import { trialRecords, withChanges } from './trial-record.ts';

const base64 = (array: Int32Array | Float64Array) => Buffer.from(array.buffer).toString('base64');

const COLUMNS: TrialColumns = {
  cursor: '7',
  ids: ['a', 'b', 'c'],
  numbers: [0, 1, 2],
  statuses: ['finished', 'pruned', 'failed'],
  attempts: [1, 1, 3],
  params: { lr: [0.1, 0.2, 0.3], momentum: [null, 0.9, null] },
  values: [[0.5, null, null]],
  workerIds: ['w', 'w', null],
  runIds: ['r', null, null],
  startedAt: [1, 2, null],
  endedAt: [3, 4, 5],
  reportCounts: [2, 1, 0],
  steps: base64(new Int32Array([0, 1, 0])),
  reports: base64(new Float64Array([0.7, 0.5, NaN])),
  errors: [{ number: 2, error: { message: 'no', permanent: true } }],
};

describe('the trials of an answer', () => {
  const trials = trialRecords(COLUMNS);

  it('have the parameters that are theirs alone', () => {
    expect(trials.map(({ params }) => params)).toEqual([
      { lr: 0.1 },
      { lr: 0.2, momentum: 0.9 },
      { lr: 0.3 },
    ]);
  });

  it('have their own part of all curves, NaN included', () => {
    expect(trials.map(({ steps }) => [...steps])).toEqual([[0, 1], [0], []]);
    expect(trials.map(({ reports }) => [...reports])).toEqual([[0.7, 0.5], [NaN], []]);
    expect(trials.map(({ lastReport }) => lastReport)).toEqual([
      { step: 1, value: 0.5 },
      { step: 0, value: NaN },
      null,
    ]);
  });

  it('have a value for each objective, or none', () => {
    expect(trials.map(({ values }) => values)).toEqual([[0.5], null, null]);
    expect(trials.map(({ error }) => error?.message)).toEqual([undefined, undefined, 'no']);
  });

  it('take the place of what they were, by their numbers', () => {
    const [first, second, third] = trials;
    const now = { ...second!, status: 'running' as const };
    expect(withChanges([third!, second!], [first!, now])).toEqual([first, now, third]);
    expect(withChanges(trials, [])).toBe(trials);
  });
});
