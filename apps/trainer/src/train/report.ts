import type { BadImage } from '@bestiary/datasets/bad-image';
import type { Environment } from '@bestiary/contracts/run';
import type { Evaluation } from '@bestiary/contracts/prediction';
import type { EpochMetric } from '@bestiary/contracts/metric';

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
    training: number;
    validation: number;
    /** images left out by --skip-bad */
    skipped: number;
    perClass: Record<string, { training: number; validation: number }>;
  };
  skipped: readonly BadImage[];
  /** from epoch 1 on */
  epochs: ({ epoch: number } & Record<EpochMetric, number>)[];
  /** of the validation images, counted from the predictions that were logged */
  final: {
    accuracy: number | null;
    balancedAccuracy: number | null;
    recall: Record<string, number | null>;
    /** `[predicted][label]` */
    confusion: number[][];
  };
  /** features found on disk, and computed */
  cache: { hits: number; misses: number; dir: string | null };
  /** wall time by phase, in milliseconds; phases overlap */
  timings: Record<string, number>;
  /** whether the server has everything; else where the rest is kept for `bestiary sync` */
  delivered: boolean;
  keptIn: string | null;
}

export function toFinal(evaluation: Evaluation): TrainReport['final'] {
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
    `accuracy            ${share(final.accuracy)}   (${counts.validation} validation images, probability ≥ 0.5)`,
    `balanced accuracy   ${share(final.balancedAccuracy)}`,
    ...classNames.map((name) => `recall ${name.padEnd(12)} ${share(final.recall[name]!)}`),
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
  const figures = Object.entries(metrics).map(([key, value]) => `${key} ${value.toFixed(4)}`);
  return `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}  ${figures.join('  ')}`;
}

function share(value: number | null): string {
  return value === null ? 'none' : value.toFixed(4);
}
