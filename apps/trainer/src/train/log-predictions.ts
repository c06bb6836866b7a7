import type { Split } from '@bestiary/contracts/dataset';
import type { Evaluation, Prediction } from '@bestiary/contracts/prediction';
import { evaluate } from '@bestiary/metrics/evaluation';
import type { Run } from '@bestiary/tracking/run';
import { crossValidationOf, type CrossValidation } from './cross-validation.ts';
import { countPredictions, toPredictions } from './predictions.ts';
import type { PreparedTraining } from './prepare.ts';
import type { RowProbabilities, TrainedModel } from './trained-model.ts';

/** What a run's predictions say, counted from the very rows that are logged. */
export interface FinalEvaluations {
  validation: Evaluation;
  /** null without a test folder */
  test: Evaluation | null;
  crossValidation: CrossValidation | null;
}

/** Logs one row an image and split, and as metrics of the last epoch what is known at the end alone. */
export function logPredictions(
  run: Run,
  { folder: { classNames }, images, partition, test }: PreparedTraining,
  trained: Pick<TrainedModel, 'validation' | 'training' | 'test'> & { epochs: readonly unknown[] },
): FinalEvaluations {
  const classes = classNames.length;
  const step = trained.epochs.length - 1;
  const predictionsOf = ({ rows, probabilities }: RowProbabilities) => {
    const predicted = rows.map((row) => images[row]!);
    return toPredictions(predicted, probabilities, classes);
  };
  const judge = (split: Split, predictions: readonly Prediction[]) =>
    evaluate({ runId: run.id, split, classNames, confusion: countPredictions(predictions, classes) });

  const folds = trained.validation.map(predictionsOf);
  const validation = folds.flat();
  run.logPredictions('validation', validation);
  run.logPredictions('training', trained.training.flatMap(predictionsOf));

  let testEvaluation: Evaluation | null = null;
  if (test && trained.test) {
    const predictions = toPredictions(test.images, trained.test, classes);
    run.logPredictions('test', predictions);
    testEvaluation = judge('test', predictions);
    const { accuracy, balancedAccuracy } = testEvaluation;
    run.logMetrics(
      { test_accuracy: accuracy.value ?? NaN, test_balanced_accuracy: balancedAccuracy ?? NaN },
      { step },
    );
  }

  let crossValidation: CrossValidation | null = null;
  if (partition.crossValidated) {
    crossValidation = crossValidationOf(folds, classes);
    const { accuracy, balancedAccuracy } = crossValidation;
    run.logMetrics(
      {
        cv_accuracy: accuracy.mean,
        cv_accuracy_standard_error: accuracy.standardError,
        cv_balanced_accuracy: balancedAccuracy.mean,
        cv_balanced_accuracy_standard_error: balancedAccuracy.standardError,
      },
      { step },
    );
  }
  return { validation: judge('validation', validation), test: testEvaluation, crossValidation };
}
