import { type Confusion, labelledAs, predictedAs, rightOf, totalOf } from './confusion.ts';

/** Figures of one class, or a mean over classes, 0..1; `NaN` where there is nothing to divide by. */
export interface PrecisionRecallF1 {
  /** of the rows predicted as the class, those labelled so */
  readonly precision: number;
  /** of the rows labelled as the class, those predicted so */
  readonly recall: number;
  /** 2 TP / (2 TP + FP + FN) */
  readonly f1: number;
}

export interface ClassFigures extends PrecisionRecallF1 {
  /** how many rows have this label */
  readonly support: number;
}

export interface ClassReport {
  /** `[classes]` */
  readonly classes: readonly ClassFigures[];
  /** every class that has a label or a prediction weighs the same */
  readonly macro: PrecisionRecallF1;
  /** classes weigh by their support */
  readonly weighted: PrecisionRecallF1;
  /** counted over all rows: with one label and one prediction a row all three are the accuracy */
  readonly micro: PrecisionRecallF1;
}

/**
 * Precision, recall and F1 of each class and their means. In a mean, an undefined figure of a class that has a label or a
 * prediction counts as 0 (a class never predicted has no precision, and should not raise the mean); classes with neither are left out:
 * what scikit-learn's `precision_recall_fscore_support` gives with `zero_division=0` and no `labels`.
 *
 * @param confusion `[classes][classes]`, rows predictions, columns labels; without rows every figure is `NaN`
 */
export function classReport(confusion: Confusion): ClassReport {
  const classes = confusion.map((row, c): ClassFigures => {
    const right = row[c]!;
    const support = labelledAs(confusion, c);
    const predicted = predictedAs(confusion, c);
    return {
      precision: right / predicted,
      recall: right / support,
      f1: (2 * right) / (support + predicted),
      support,
    };
  });
  const accuracy = rightOf(confusion) / totalOf(confusion);
  return {
    classes,
    macro: meanOf(classes, ({ f1 }) => (Number.isNaN(f1) ? 0 : 1)),
    weighted: meanOf(classes, ({ support }) => support),
    micro: { precision: accuracy, recall: accuracy, f1: accuracy },
  };
}

function meanOf(
  classes: readonly ClassFigures[],
  weightOf: (figures: ClassFigures) => number,
): PrecisionRecallF1 {
  const total = classes.reduce((sum, figures) => sum + weightOf(figures), 0);
  const mean = (figure: keyof PrecisionRecallF1): number =>
    classes.reduce((sum, figures) => sum + weightOf(figures) * (figures[figure] || 0), 0) / total;
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}
