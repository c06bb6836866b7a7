import { ThresholdSweep } from '@bestiary/metrics/threshold-sweep';
import { describe, expect, it } from 'vitest';
import { ThresholdRows } from './threshold-rows.ts';

const PROBABILITIES = [0.9, 0.2, 0.6, 0.6, 0.1, 0.95, 0.45];
const LABELS = [1, 0, 0, 1, 1, 0, 1];

/** An array that counts how often one of its elements is read. */
function counted(values: readonly number[]): { values: ArrayLike<number>; reads: () => number } {
  let reads = 0;
  const proxy = new Proxy(values, {
    get(target, key): unknown {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
      return Reflect.get(target, key);
    },
  });
  return { values: proxy, reads: () => reads };
}

describe('ThresholdRows', () => {
  it('has in each cell exactly the rows that the threshold puts there', () => {
    const sweep = new ThresholdSweep(PROBABILITIES, LABELS);
    const rows = new ThresholdRows(sweep, PROBABILITIES, LABELS);
    for (const threshold of [0, 0.1, 0.15, 0.45, 0.5, 0.6, 0.61, 0.95, 1]) {
      const counts = sweep.countsAt(threshold);
      for (const predicted of [0, 1])
        for (const label of [0, 1]) {
          const expected = LABELS.flatMap((own, row) =>
            own === label && Number(PROBABILITIES[row]! >= threshold) === predicted ? [row] : [],
          );
          expect([...rows.cell(counts, predicted, label, Infinity)].sort((a, b) => a - b)).toEqual(expected);
        }
      const wrong = LABELS.flatMap((own, row) =>
        Number(PROBABILITIES[row]! >= threshold) === own ? [] : [row],
      );
      expect([...rows.wrong(counts, Infinity)].sort((a, b) => a - b)).toEqual(wrong);
    }
  });

  it('begins with the worst mistakes', () => {
    const sweep = new ThresholdSweep(PROBABILITIES, LABELS);
    const rows = new ThresholdRows(sweep, PROBABILITIES, LABELS);
    const counts = sweep.countsAt(0.5);
    expect([...rows.wrong(counts, 3)]).toEqual([5, 4, 2]);
    expect([...rows.cell(counts, 0, 1, 1)]).toEqual([4]);
    expect([...rows.cell(counts, 1, 1, 9)]).toEqual([3, 0]);
  });

  it('reads no label and two probabilities a shown row when the threshold moves, however many rows there are', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ((i * 7_919) % 10_007) / 10_007);
    const probabilities = counted(many);
    const labels = counted(many.map((p, i) => Number(p + ((i % 11) - 5) / 12 > 0.5)));
    const sweep = new ThresholdSweep(probabilities.values, labels.values);
    const rows = new ThresholdRows(sweep, probabilities.values, labels.values);
    const before = { probabilities: probabilities.reads(), labels: labels.reads() };
    const moves = 100;
    const shown = 24;
    for (let move = 0; move < moves; move++) {
      const counts = sweep.countsAt(move / moves);
      rows.wrong(counts, shown);
      rows.cell(counts, 1, 1, shown);
    }
    expect(labels.reads()).toBe(before.labels);
    expect(probabilities.reads() - before.probabilities).toBeLessThanOrEqual(moves * shown * 2);
  });
});
