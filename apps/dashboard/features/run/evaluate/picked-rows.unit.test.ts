import { prepareCalibration } from '@bestiary/ui/prepare-calibration';
import { barOf, prepareHistogram } from '@bestiary/ui/prepare-histogram';
import { sliceProperties } from '@bestiary/ui/prepare-slices';
import type { PredictionRows } from '@bestiary/ui/prediction-rows';
import { describe, expect, it } from 'vitest';
import { rowsOfPart, rowsOfVerdict } from './picked-rows.ts';
import { twoClassModel, verdictsAt } from './two-class-model.ts';
import { likeliestVerdicts, orderByLabelProbability } from './verdicts.ts';

const COUNT = 200;
const P = Float32Array.from({ length: COUNT }, (_, i) => ((i * 37) % COUNT) / COUNT);
const rows: PredictionRows = {
  classNames: ['bear', 'dragon'],
  count: COUNT,
  splits: Array.from(P, () => 'validation' as const),
  paths: Array.from(P, (_, i) => `${i % 3 === 0 ? 'night/' : ''}${i % 2 === 0 ? 'wet/' : ''}${i}.png`),
  images: Array.from(P, String),
  labels: Int32Array.from(P, (p, i) => Number(p + ((i % 7) - 3) / 8 > 0.5)),
  probabilities: Float32Array.from({ length: COUNT * 2 }, (_, i) =>
    i % 2 === 1 ? P[i >> 1]! : 1 - P[i >> 1]!,
  ),
  widths: Array.from(P, (_, i) => 50 + i),
  heights: Array.from(P, (_, i) => 60 + ((i * 13) % 90)),
  brightnesses: Array.from(P, () => null),
  sharpnesses: Array.from(P, () => null),
  previews: Array.from(P, () => 1),
  unusable: 0,
};
const { labels } = rows;
const order = orderByLabelProbability(rows);
const sorted = (found: ArrayLike<number>) => Array.from(found).sort((a, b) => a - b);
const where = (isWanted: (row: number) => boolean) => Array.from(P, (_, row) => row).filter(isWanted);

describe('the images of what is clicked', () => {
  it.each(
    ([0, 1] as const).flatMap((positive) => [0.2, 0.5, 0.93].map((threshold) => ({ positive, threshold }))),
  )(
    'are those of the cell, row, column or outcome with class $positive from $threshold on, and no others',
    ({ positive, threshold }) => {
      const verdicts = verdictsAt(twoClassModel(rows, positive), threshold);
      const predicted = (row: number) =>
        rows.probabilities[row * 2 + positive]! >= threshold ? positive : 1 - positive;
      const check = (pick: Parameters<typeof rowsOfVerdict>[0], isWanted: (row: number) => boolean) => {
        const picked = rowsOfVerdict(pick, verdicts, order, labels);
        expect(sorted(picked.take(Infinity))).toEqual(where(isWanted));
        expect(picked.total).toBe(where(isWanted).length);
        expect(picked.take(3).length).toBe(Math.min(3, picked.total));
      };
      check({ kind: 'wrong' }, (row) => predicted(row) !== labels[row]);
      check({ kind: 'right' }, (row) => predicted(row) === labels[row]);
      check({ kind: 'cell', predicted: 1, label: 0 }, (row) => predicted(row) === 1 && labels[row] === 0);
      check({ kind: 'predicted', predicted: 0 }, (row) => predicted(row) === 0);
      check({ kind: 'label', label: 1 }, (row) => labels[row] === 1);
      check({ kind: 'cell', predicted: 7, label: 0 }, () => false);
    },
  );

  it('are those that a point of a curve, a bar, bin or slice counted', () => {
    const calibration = prepareCalibration(rows.probabilities, labels, 2, 'equal-mass', 10);
    const histogram = prepareHistogram(P, labels, 2, 40);
    const properties = sliceProperties(rows, P);
    const probabilityOf = (row: number, index: number) => rows.probabilities[row * 2 + index] ?? NaN;
    const partitions = {
      probabilityOf,
      values: P,
      bars: 40,
      groupOf: (row: number) => labels[row]!,
      calibration,
      properties,
    };
    for (let bar = 0; bar < 40; bar++)
      for (const group of [0, 1])
        expect(rowsOfPart({ kind: 'bar', bar, group }, order, partitions).length).toBe(
          histogram.counts[bar * 2 + group],
        );
    expect(sorted(rowsOfPart({ kind: 'bar', bar: 3, group: 1 }, order, partitions))).toEqual(
      where((row) => barOf(P[row]!, 40) === 3 && labels[row] === 1),
    );
    expect(sorted(rowsOfPart({ kind: 'above', index: 0, threshold: 0.8 }, order, partitions))).toEqual(
      where((row) => rows.probabilities[row * 2]! >= 0.8),
    );
    calibration.bins.forEach(({ observed }, bin) =>
      expect(rowsOfPart({ kind: 'bin', bin }, order, partitions).length).toBe(observed.of),
    );
    expect(rowsOfPart({ kind: 'bin', bin: 99 }, order, partitions).length).toBe(0);
    expect(
      sorted(rowsOfPart({ kind: 'slice', property: 'class', group: 'dragon' }, order, partitions)),
    ).toEqual(where((row) => labels[row] === 1));
    expect(
      sorted(rowsOfPart({ kind: 'slice', property: 'folder', group: 'night' }, order, partitions)),
    ).toEqual(where((row) => row % 3 === 0));
    expect(rowsOfPart({ kind: 'slice', property: 'size', group: 'gone' }, order, partitions).length).toBe(0);
  });

  it('come with the least likely label first', () => {
    const verdicts = likeliestVerdicts(rows, order);
    const own = (row: number) => rows.probabilities[row * 2 + labels[row]!]!;
    const wrong = Array.from(verdicts.wrong(Infinity), own);
    expect(wrong).toEqual(wrong.toSorted((a, b) => a - b));
    expect(wrong.length).toBeGreaterThan(10);
    expect(Math.max(...wrong)).toBeLessThanOrEqual(0.5);
  });
});
