import { balancedAccuracy } from '@bestiary/metrics/accuracy';
import type { Prediction } from '@bestiary/contracts/prediction';
import { countPredictions } from './predictions.ts';

export interface FoldFigures {
  /** from 1 */
  fold: number;
  images: number;
  accuracy: number;
  balancedAccuracy: number;
}

export interface MeanFigure {
  mean: number;
  /** of the mean: standard deviation over the folds (n − 1) divided by √folds */
  standardError: number;
}

export interface CrossValidation {
  folds: FoldFigures[];
  accuracy: MeanFigure;
  balancedAccuracy: MeanFigure;
}

/**
 * The figures of each fold, and their mean with its standard error. The training sets of folds overlap, so the standard error
 * understates how far another set of images would be off.
 *
 * Source: Bengio and Grandvalet, No Unbiased Estimator of the Variance of K-Fold Cross-Validation, JMLR 5 (2004).
 *
 * @param folds the validation predictions of each
 */
export function crossValidationOf(
  folds: readonly (readonly Prediction[])[],
  classes: number,
): CrossValidation {
  const figures = folds.map((predictions, i): FoldFigures => {
    const right = predictions.filter(({ predicted, label }) => predicted === label).length;
    return {
      fold: i + 1,
      images: predictions.length,
      accuracy: right / predictions.length,
      balancedAccuracy: balancedAccuracy(countPredictions(predictions, classes)),
    };
  });
  return {
    folds: figures,
    accuracy: meanOf(figures.map((fold) => fold.accuracy)),
    balancedAccuracy: meanOf(figures.map((fold) => fold.balancedAccuracy)),
  };
}

function meanOf(values: readonly number[]): MeanFigure {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (values.length - 1) / values.length) };
}
