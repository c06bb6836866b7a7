import { describe, expect, it } from 'vitest';
import { type BatchOptions, HeadBatch } from './head-batch.ts';
import { newHead } from './head.ts';
import { Random } from './random.ts';

const FEATURES = 6;
const labels = Int32Array.of(0, 2, 1, 1);
const batch = Int32Array.of(3, 0, 1);
const random = new Random(7);
const rows = Float32Array.from({ length: labels.length * FEATURES }, () => random.normal());
rows[FEATURES] = 0; // a feature that is 0 is not one that was dropped

const OPTIONS: BatchOptions = {
  dropout: 0.3,
  loss: { kind: 'cross-entropy', labelSmoothing: 0.1 },
  classWeights: [1, 2, 0.5],
  l2: 0.05,
};

describe.each([
  ['no hidden layer', []],
  ['two hidden layers', [8, 5]],
])('a batch through a head with %s', (_, hidden) => {
  const head = newHead(FEATURES, 3, 3, hidden);
  const gradient = new Float32Array(head.parameters.length);
  /** The mean loss, with the same numbers dropped each time. */
  const meanLoss = (): number =>
    new HeadBatch(head, OPTIONS).run(rows, labels, batch, new Random(1), gradient).loss / batch.length;
  const difference = (numbers: Float32Array, i: number): number => {
    const at = numbers[i]!;
    numbers[i] = at + 1e-3;
    const above = meanLoss();
    numbers[i] = at - 1e-3;
    const below = meanLoss();
    numbers[i] = at;
    return (above - below) / 2e-3;
  };

  it('has the slopes by its rows that finite differences give, and leaves the other rows alone', () => {
    const slopes = new Float32Array(rows.length).fill(9);
    new HeadBatch(head, OPTIONS).run(rows, labels, batch, new Random(1), gradient, slopes);
    for (let i = 0; i < rows.length; i++) {
      const other = !batch.includes(Math.floor(i / FEATURES));
      if (other) expect(slopes[i]).toBe(9);
      else expect(slopes[i]).toBeCloseTo(difference(rows, i), 3);
    }
  });

  it('has the gradient that finite differences give, penalty and weights included', () => {
    new HeadBatch(head, OPTIONS).run(rows, labels, batch, new Random(1), gradient);
    const found = gradient.slice();
    found.forEach((slope, i) => expect(slope).toBeCloseTo(difference(head.parameters, i), 3));
  });

  it('gives the same numbers whether slopes by the rows are wanted or not', () => {
    const run = (slopes?: Float32Array): unknown => [
      new HeadBatch(head, OPTIONS).run(rows, labels, batch, new Random(1), gradient, slopes),
      gradient.slice(),
    ];
    expect(run(new Float32Array(rows.length))).toEqual(run());
  });
});
