import type { BadImage } from '@bestiary/datasets/bad-image';
import type { Environment } from '@bestiary/contracts/run';
import type { Split } from '@bestiary/contracts/dataset';
import type { Evaluation } from '@bestiary/contracts/prediction';
import type { EpochMetric } from '@bestiary/contracts/metric';
import type { CrossValidation } from './cross-validation.ts';

export interface FinalFigures {
  accuracy: number | null;
  balancedAccuracy: number | null;
  recall: Record<string, number | null>;
  /** `[predicted][label]` */
  confusion: number[][];
}

/** What `bestiary train --json` prints. */
export interface TrainReport {
  runId: string;
  /** the run's page in the dashboard */
  url: string;
  name: string;
  project: string;
  status: 'finished';
  backend: string | undefined;
  weights: Environment['weights'];
  dataset: { dir: string; name: string; manifestSha256: string; classNames: readonly string[] };
  counts: {
    /** 0 in cross-validation, where each image is a validation image of one fold */
    training: number;
    validation: number;
    test: number;
    /** images left out by --skip-bad */
    skipped: number;
    perClass: Record<string, Record<Split, number>>;
  };
  skipped: readonly BadImage[];
  /** from epoch 1 on */
  epochs: ({ epoch: number } & Record<EpochMetric, number>)[];
  /** whether early stopping ended the training before its last epoch */
  stoppedEarly: boolean;
  /** the epoch, from 1 on, whose parameters the model has, where --restore-best asked for the best */
  restoredEpoch: number | null;
  /** of the validation images, counted from the predictions that were logged */
  final: FinalFigures;
  /** the same of the separate test folder */
  test: FinalFigures | null;
  crossValidation: CrossValidation | null;
  /** the run that this one repeats, and whether every epoch came out the same to the last bit */
  rerun: { of: string; identical: boolean } | null;
  /** the run that this one continues, and the epoch after which it does; the same run, unless that had ended */
  resumed: { from: string; afterEpoch: number } | null;
  /** features found on disk, and computed */
  cache: { hits: number; misses: number; dir: string | null };
  /** wall time by phase, in milliseconds; phases overlap */
  timings: Record<string, number>;
  /** whether the server has everything; else where the rest is kept for `bestiary sync` */
  delivered: boolean;
  keptIn: string | null;
}

export function toFinal(evaluation: Evaluation): FinalFigures {
  return {
    accuracy: evaluation.accuracy.value,
    balancedAccuracy: evaluation.balancedAccuracy,
    recall: Object.fromEntries(evaluation.classNames.map((name, c) => [name, evaluation.recall[c]!.value])),
    confusion: evaluation.confusion,
  };
}

/** The report for people. */
export function describeReport(report: TrainReport): string {
  const { final, counts } = report;
  const classNames = Object.keys(final.recall);
  const lines = [
    `accuracy            ${share(final.accuracy)}   (${counts.validation} ${report.crossValidation ? 'images, each by the head that did not see it' : 'validation images'}, probability ≥ 0.5)`,
    `balanced accuracy   ${share(final.balancedAccuracy)}`,
    ...classNames.map((name) => `recall ${name.padEnd(12)} ${share(final.recall[name]!)}`),
    ...describeFolds(report.crossValidation),
    ...(report.test
      ? [
          `test accuracy       ${share(report.test.accuracy)}   (${counts.test} images)`,
          `test balanced acc.  ${share(report.test.balancedAccuracy)}`,
        ]
      : []),
    ...(report.stoppedEarly ? [`stopped early       after epoch ${report.epochs.length}`] : []),
    ...(report.restoredEpoch === null ? [] : [`best epoch          ${report.restoredEpoch}, restored`]),
    ...(report.rerun
      ? [
          `repeats             ${report.rerun.of}: ${report.rerun.identical ? 'the same, bit for bit' : 'with other figures'}`,
        ]
      : []),
    `time                ${(report.timings['total']! / 1000).toFixed(1)} s, ${report.cache.hits} features from the cache, ${report.cache.misses} computed`,
    `run                 ${report.url}`,
  ];
  if (classNames.length > 2) lines[0] = lines[0]!.replace('probability ≥ 0.5', 'most probable class');
  if (!report.delivered) {
    lines.push(`The server is away. What it lacks is kept in ${report.keptIn}: \`bestiary sync\` sends it.`);
  }
  return lines.join('\n');
}

/** The line of an epoch: `epoch  3/20  loss 0.4321  accuracy 0.8123  …` */
export function describeEpoch(epoch: number, epochs: number, metrics: Record<EpochMetric, number>): string {
  // without validation images there is not even an accuracy; a loss that is NaN beside one has diverged, and is shown
  const isValidated = !Number.isNaN(metrics.val_accuracy);
  const measured = Object.entries(metrics).filter(([key]) => isValidated || !key.startsWith('val_'));
  const figures = measured.map(([key, value]) => `${key} ${value.toFixed(4)}`);
  return `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}  ${figures.join('  ')}`;
}

function describeFolds(crossValidation: CrossValidation | null): string[] {
  if (!crossValidation) return [];
  const { folds, accuracy, balancedAccuracy } = crossValidation;
  const range = ({ mean, standardError }: CrossValidation['accuracy']) =>
    `${mean.toFixed(4)} ± ${standardError.toFixed(4)}`;
  return [
    `${folds.length} folds`.padEnd(20) +
      `accuracy ${range(accuracy)}, balanced ${range(balancedAccuracy)} (mean ± standard error)`,
  ];
}

function share(value: number | null): string {
  return value === null ? 'none' : value.toFixed(4);
}
