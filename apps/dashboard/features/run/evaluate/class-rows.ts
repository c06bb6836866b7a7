import { classReport } from '@bestiary/metrics/class-figures';
import { labelledAs, predictedAs, type Confusion } from '@bestiary/metrics/confusion';
import { wilsonShare } from '@bestiary/metrics/wilson';
import type { Share } from '@bestiary/contracts/prediction';

export const CLASS_COLUMNS = ['name', 'precision', 'recall', 'f1', 'support'] as const;
export type ClassColumn = (typeof CLASS_COLUMNS)[number];
export interface ClassSort {
  by: ClassColumn;
  descending: boolean;
}

/** The figures of one class. */
export interface ClassRow {
  /** number of the class */
  readonly index: number;
  readonly name: string;
  readonly precision: Share;
  readonly recall: Share;
  /** 0..1, `NaN` for a class with neither labels nor predictions */
  readonly f1: number;
  /** how many images have this label */
  readonly support: number;
}

/** One row a class; where a figure is undefined the class comes last, whatever the direction. */
export function classRows(confusion: Confusion, classNames: readonly string[], sort: ClassSort): ClassRow[] {
  const { classes } = classReport(confusion);
  const rows = classes.map(({ f1, support }, index): ClassRow => ({
    index,
    name: classNames[index] ?? String(index),
    precision: wilsonShare(confusion[index]![index]!, predictedAs(confusion, index)),
    recall: wilsonShare(confusion[index]![index]!, labelledAs(confusion, index)),
    f1,
    support,
  }));
  const sign = sort.descending ? -1 : 1;
  if (sort.by === 'name')
    return rows.sort((a, b) => sign * a.name.localeCompare(b.name, 'en') || a.index - b.index);
  const { by } = sort;
  const valueOf = (row: ClassRow): number | null =>
    by === 'f1' || by === 'support' ? (Number.isNaN(row[by]) ? null : row[by]) : row[by].value;
  return rows.sort((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)];
    if (one === null || other === null)
      return Number(one === null) - Number(other === null) || a.index - b.index;
    return sign * (one - other) || a.index - b.index;
  });
}
