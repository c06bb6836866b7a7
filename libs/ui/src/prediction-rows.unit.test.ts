import type { PredictionColumns } from '@bestiary/contracts/prediction';
import { describe, expect, it } from 'vitest';
import { columnOf, joinPredictionRows, readPredictionRows } from './prediction-rows.ts';

function columns(probabilities: readonly number[], labels: readonly number[]): PredictionColumns {
  return {
    runId: '019abcde-0000-7000-8000-000000000000',
    split: 'validation',
    classNames: ['bear', 'dragon'],
    paths: labels.map((_, i) => `${i}.png`),
    images: labels.map((_, i) => String(i).padStart(64, '0')),
    labels: [...labels],
    probabilities: Buffer.from(Float32Array.from(probabilities).buffer).toString('base64'),
    widths: labels.map((_, i) => 100 + i),
    heights: labels.map(() => 80),
    brightnesses: labels.map(() => 0.5),
    sharpnesses: labels.map(() => null),
    previews: labels.map(() => 1),
  };
}

describe('readPredictionRows', () => {
  it('reads probabilities bit by bit as they were sent', () => {
    const rows = readPredictionRows(columns([0.1, 0.9, 0.75, 0.25], [1, 0]));
    expect([...rows.probabilities]).toEqual([0.1, 0.9, 0.75, 0.25].map(Math.fround));
    expect([...columnOf(rows, 1)]).toEqual([0.9, 0.25].map(Math.fround));
    expect(rows).toMatchObject({ count: 2, unusable: 0, paths: ['0.png', '1.png'] });
  });

  it('sets aside what nothing can be counted from, in every column', () => {
    const rows = readPredictionRows(columns([NaN, 0.9, 0.2, 0.8, 0.5, 1.5, 0.4, 0.6], [1, 0, 1, 2]));
    expect(rows).toMatchObject({ count: 1, unusable: 3, paths: ['1.png'], widths: [101] });
    expect([...rows.labels]).toEqual([0]);
    expect([...rows.probabilities]).toEqual([0.2, 0.8].map(Math.fround));
  });

  it('reads a split without predictions', () => {
    expect(readPredictionRows(columns([], []))).toMatchObject({ count: 0, unusable: 0 });
  });
});

it('rows of several splits are joined in order, each with its split', () => {
  const validation = readPredictionRows(columns([0.1, 0.9, NaN, 0.25], [1, 0]));
  const test = readPredictionRows({ ...columns([0.75, 0.25], [0]), split: 'test' });
  const none = readPredictionRows({ ...columns([], []), split: 'training' });
  const joined = joinPredictionRows([none, validation, test]);
  expect(joined).toMatchObject({ count: 2, unusable: 1, splits: ['validation', 'test'], widths: [100, 100] });
  expect([...joined.labels]).toEqual([1, 0]);
  expect([...joined.probabilities]).toEqual([0.1, 0.9, 0.75, 0.25].map(Math.fround));
  expect(joinPredictionRows([none])).toBe(none);
});
