import type { EpochMetric } from '@bestiary/contracts/metric';
import { newHead, predict, type Head } from '@bestiary/models/head';
import { HeadTraining, type EpochFigures, type LabelledFeatures } from '@bestiary/models/head-training';
import type { Optimizer } from '@bestiary/models/optimizer';
import type { TrainingSnapshot } from '@bestiary/models/training-snapshot';
import { headTrainingOptions, optimizerOf } from './head-settings.ts';
import type { Part } from './partition.ts';
import type { TrainConfig } from './train-config.ts';

export type EpochMetrics = Record<EpochMetric, number>;

/** Rows of a matrix of features, with the class of each. */
export interface FeatureRows {
  /** `[images, width]` */
  features: Float32Array;
  /** `[images]` */
  labels: Int32Array;
  width: number;
}

/** One epoch of all heads. */
export interface FitEpoch {
  /** from 0 */
  epoch: number;
  /** the means over the heads */
  metrics: EpochMetrics;
  /** of each head; of one that has ended, its last */
  members: readonly EpochMetrics[];
  /** of the first head's optimizer, at the end of the epoch */
  learningRate: number;
}

/** What a fit needs to go on as if it had not stopped. */
export interface FitSnapshot {
  /** every epoch so far, head by head */
  history: readonly (readonly EpochMetrics[])[];
  heads: readonly TrainingSnapshot[];
}

interface Member {
  readonly head: Head;
  readonly optimizer: Optimizer;
  readonly training: HeadTraining;
  /** rows of the matrix */
  readonly rows: { training: Int32Array; validation: Int32Array };
  readonly validation: LabelledFeatures;
  /** the training images as they are */
  readonly unaltered: () => LabelledFeatures;
}

/**
 * One head, or one a fold, trained an epoch at a time on rows of one matrix of features. All of them see the same views of the
 * images in the same epoch.
 */
export class Fit {
  readonly #rows: FeatureRows;
  readonly #members: readonly Member[];
  readonly #history: EpochMetrics[][];

  /**
   * @param parts rows of the matrix, for each head
   * @param snapshot of a fit with the same settings and rows, which this one continues
   * @throws BestiaryError `conflict` for a snapshot of another fit
   */
  constructor(
    rows: FeatureRows,
    classes: number,
    parts: readonly Part<number>[],
    config: TrainConfig,
    snapshot?: FitSnapshot,
  ) {
    this.#rows = rows;
    this.#history = snapshot?.history.map((members) => [...members]) ?? [];
    this.#members = parts.map((part, i): Member => {
      const head = newHead(rows.width, classes, config.seed, config.hidden);
      const optimizer = optimizerOf(config, head.parameters.length);
      const training = Int32Array.from(part.training);
      const validation = Int32Array.from(part.validation);
      const labels = training.map((row) => rows.labels[row]!);
      const options = headTrainingOptions(config, labels, classes);
      return {
        head,
        optimizer,
        training: new HeadTraining(head, optimizer, options, snapshot?.heads[i]),
        rows: { training, validation },
        validation: select(rows, validation),
        unaltered: lazily(() => select(rows, training)),
      };
    });
  }

  /** epochs done */
  get epoch(): number {
    return this.#history.length;
  }

  get done(): boolean {
    return this.#members.every(({ training }) => training.done);
  }

  /** whether early stopping has ended every head before its last epoch */
  get stoppedEarly(): boolean {
    return this.#members.every(({ training }) => training.stoppedEarly);
  }

  /** every epoch so far */
  get history(): readonly FitEpoch[] {
    return this.#history.map((members, epoch) => this.#describe(epoch, members));
  }

  /** one, or in cross-validation one a fold */
  get heads(): readonly Head[] {
    return this.#members.map(({ head }) => head);
  }

  /** the first head and its optimizer: the only ones, unless this is cross-validation */
  get first(): { head: Head; optimizer: Optimizer; bestEpoch: number | undefined } {
    const { head, optimizer, training } = this.#members[0]!;
    return { head, optimizer, bestEpoch: training.bestEpoch };
  }

  /**
   * Trains every head that has not ended for one epoch.
   *
   * @param features `[images, width]`: this epoch's view of the images; by default they are as they are
   * @throws BestiaryError `diverged`
   */
  nextEpoch(features?: Float32Array): FitEpoch {
    const before = this.#history.at(-1);
    const members = this.#members.map((member, i) => {
      if (member.training.done) return before![i]!;
      const training = features
        ? select({ ...this.#rows, features }, member.rows.training)
        : member.unaltered();
      return toMetrics(member.training.nextEpoch(training, member.validation));
    });
    const epoch = this.#history.push(members) - 1;
    return this.#describe(epoch, members);
  }

  snapshot(): FitSnapshot {
    return {
      history: this.#history.map((members) => [...members]),
      heads: this.#members.map(({ training }) => training.snapshot()),
    };
  }

  /** Gives every head the parameters of its best epoch, where the settings ask for it. */
  finish(): void {
    for (const { training } of this.#members) training.finish();
  }

  /**
   * What each head makes of the images that it was judged on, or was trained on.
   *
   * @returns for each head the rows and `[rows, classes]` probabilities
   */
  predictions(part: 'training' | 'validation'): { rows: Int32Array; probabilities: Float32Array }[] {
    return this.#members.map(({ head, rows }) => ({
      rows: rows[part],
      probabilities: predict(head, select(this.#rows, rows[part]).features),
    }));
  }

  #describe(epoch: number, members: readonly EpochMetrics[]): FitEpoch {
    const names = Object.keys(members[0]!) as EpochMetric[];
    const mean = (name: EpochMetric) =>
      members.reduce((sum, metrics) => sum + metrics[name], 0) / members.length;
    const metrics = Object.fromEntries(names.map((name) => [name, mean(name)])) as EpochMetrics;
    return { epoch, metrics, members, learningRate: this.#members[0]!.optimizer.learningRate };
  }
}

/** Some rows, copied. */
export function select({ features, labels, width }: FeatureRows, rows: Int32Array): LabelledFeatures {
  const selected = new Float32Array(rows.length * width);
  rows.forEach((row, i) => selected.set(features.subarray(row * width, (row + 1) * width), i * width));
  return { features: selected, labels: rows.map((row) => labels[row]!) };
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export function toMetrics(figures: EpochFigures): EpochMetrics {
  return {
    loss: figures.loss,
    accuracy: figures.accuracy,
    val_loss: figures.validationLoss,
    val_accuracy: figures.validationAccuracy,
    val_balanced_accuracy: figures.validationBalancedAccuracy,
  };
}
