import type { Evaluation, Share } from '@bestiary/contracts/prediction';

export interface RecallRow {
  className: string;
  /** what the figure is called: `recall`, or with two classes `true positive rate` and `true negative rate` */
  figure: string;
  /** `true positive rate (bear)` */
  title: string;
  recall: Share;
  precision: Share;
}

/**
 * One row a class. With two classes the first is the positive one, as in the confusion matrix's upper left corner, so
 * its recall is the true positive rate and the other's the true negative rate.
 */
export function prepareRecall(
  evaluation: Pick<Evaluation, 'classNames' | 'recall' | 'precision'>,
): RecallRow[] {
  const none: Share = { value: null, low: null, high: null, hits: 0, of: 0 };
  const two = evaluation.classNames.length === 2;
  return evaluation.classNames.map((className, k) => {
    const figure = two ? (k === 0 ? 'true positive rate' : 'true negative rate') : 'recall';
    return {
      className,
      figure,
      title: `${figure} (${className})`,
      recall: evaluation.recall[k] ?? none,
      precision: evaluation.precision[k] ?? none,
    };
  });
}
