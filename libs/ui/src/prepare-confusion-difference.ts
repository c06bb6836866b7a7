import type { ConfusionMatrix } from './prepare-confusion.ts';

/** A cell of the difference of two confusion matrices. */
export interface DifferenceCell {
  predicted: number;
  label: number;
  /** images of B less images of A */
  count: number;
  /** share of the label in B less that in A, −1..1; `null` where one of them has no image of the label */
  share: number | null;
  /** B is better here: more on the diagonal, or less beside it; `null`: the same */
  better: boolean | null;
}

/**
 * How B's confusion matrix differs from A's, cell by cell.
 *
 * @returns `cells[predicted][label]`; undefined where the two have other classes
 */
export function confusionDifference(a: ConfusionMatrix, b: ConfusionMatrix): DifferenceCell[][] | undefined {
  const same =
    a.classNames.length === b.classNames.length && a.classNames.every((name, c) => name === b.classNames[c]);
  if (!same) return undefined;
  const labelled = ({ confusion }: ConfusionMatrix, label: number) =>
    confusion.reduce((sum, row) => sum + row[label]!, 0);
  return a.classNames.map((_, predicted) =>
    a.classNames.map((_, label): DifferenceCell => {
      const [ofA, ofB] = [a.confusion[predicted]![label]!, b.confusion[predicted]![label]!];
      const [allA, allB] = [labelled(a, label), labelled(b, label)];
      const share = allA === 0 || allB === 0 ? null : ofB / allB - ofA / allA;
      const sign = Math.sign(share ?? ofB - ofA);
      return {
        predicted,
        label,
        count: ofB - ofA,
        share,
        better: sign === 0 ? null : sign > 0 === (predicted === label),
      };
    }),
  );
}
