import { labelledAs, predictedAs, rightOf, totalOf } from '@bestiary/metrics/confusion';
import type { Property } from '@bestiary/metrics/slices';
import { isInBin, type Calibration } from '@bestiary/ui/prepare-calibration';
import { barOf } from '@bestiary/ui/prepare-histogram';
import type { ImagePick } from './image-pick.ts';
import { takeRows, type Verdicts } from './verdicts.ts';

/** The images of a pick: how many, and the first of them. */
export interface PickedRows {
  readonly total: number;
  take(limit: number): ArrayLike<number>;
}

/** Which image is in which bar, bin and slice, and above which threshold. */
export interface Partitions {
  /** `[n]` 0..1: what the histogram counts */
  readonly values: ArrayLike<number>;
  readonly bars: number;
  /** in which of the two groups of the histogram a row is */
  readonly groupOf: (row: number) => number;
  /** of a class in a row; `NaN` for no class */
  readonly probabilityOf: (row: number, index: number) => number;
  readonly calibration: Calibration;
  readonly properties: readonly Property[];
}

export type PartPick = Extract<ImagePick, { kind: 'above' | 'bar' | 'bin' | 'slice' }>;

export function isPartPick(pick: ImagePick): pick is PartPick {
  return pick.kind === 'above' || pick.kind === 'bar' || pick.kind === 'bin' || pick.kind === 'slice';
}

/** The rows of a curve's point, a bar, bin or slice in the given order; none where there is no such part (any more). */
export function rowsOfPart(pick: PartPick, order: Uint32Array, partitions: Partitions): Uint32Array {
  const { values, bars, groupOf, probabilityOf, calibration, properties } = partitions;
  switch (pick.kind) {
    case 'above':
      return order.filter((row) => probabilityOf(row, pick.index) >= pick.threshold);
    case 'bar':
      return order.filter((row) => barOf(values[row]!, bars) === pick.bar && groupOf(row) === pick.group);
    case 'bin':
      if (pick.bin >= calibration.bins.length) return new Uint32Array();
      return order.filter((row) => isInBin(calibration, pick.bin, row));
    case 'slice': {
      const groups = properties.find(({ name }) => name === pick.property)?.groups;
      return order.filter((row) => {
        const own = groups?.[row] ?? [];
        return typeof own === 'string' ? own === pick.group : own.includes(pick.group);
      });
    }
  }
}

/** The rows of a pick that goes by what was predicted. */
export function rowsOfVerdict(
  pick: Exclude<ImagePick, PartPick>,
  verdicts: Verdicts,
  order: Uint32Array,
  labels: ArrayLike<number>,
): PickedRows {
  const { confusion, predictedOf } = verdicts;
  const byVerdict = (total: number, isWanted: (row: number) => boolean): PickedRows => ({
    total,
    take: (limit) => takeRows(order, isWanted, limit),
  });
  switch (pick.kind) {
    case 'wrong':
      return { total: totalOf(confusion) - rightOf(confusion), take: (limit) => verdicts.wrong(limit) };
    case 'right':
      return byVerdict(rightOf(confusion), (row) => predictedOf(row) === labels[row]);
    case 'cell':
      return {
        total: confusion[pick.predicted]?.[pick.label] ?? 0,
        take: (limit) =>
          confusion[pick.predicted]?.[pick.label] === undefined
            ? []
            : verdicts.cell(pick.predicted, pick.label, limit),
      };
    case 'predicted':
      return byVerdict(
        pick.predicted < confusion.length ? predictedAs(confusion, pick.predicted) : 0,
        (row) => predictedOf(row) === pick.predicted,
      );
    case 'label':
      return byVerdict(
        pick.label < confusion.length ? labelledAs(confusion, pick.label) : 0,
        (row) => labels[row] === pick.label,
      );
  }
}
