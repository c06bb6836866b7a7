import { balancedAccuracy } from '@bestiary/metrics/accuracy';
import { emptyConfusion } from '@bestiary/metrics/confusion';
import { classOfLogits } from './cross-entropy.ts';
import { type BatchOptions, HeadBatch, squaredKernels } from './head-batch.ts';
import { type Head, logitsOf } from './head.ts';
import { type Optimizer } from './optimizer.ts';
import { Random } from './random.ts';
import { lossInPlace } from './training-loss.ts';
import { type TrainingSnapshot } from './training-snapshot.ts';
import { type CourseOptions, type EpochFigures, TrainingState } from './training-state.ts';

export type { EpochFigures };

/** Features with their labels. */
export interface LabelledFeatures {
  /** `[n, features]`, row-major */
  readonly features: Float32Array;
  /** `[n]`, each 0 ≤ label < classes */
  readonly labels: Int32Array;
}

export interface HeadTrainingOptions extends CourseOptions, BatchOptions {
  readonly batchSize: number;
  readonly seed: number;
  /** `false` takes the rows in their order in every epoch */
  readonly shuffle?: boolean;
}

/**
 * Trains a head on features, in place and in one thread, an epoch at a time. Every random choice of an epoch comes from
 * (seed, epoch), so the same input gives the same parameters bit for bit, whichever epoch it goes on from. The order is a full
 * shuffle each epoch.
 */
export class HeadTraining {
  readonly #head: Head;
  readonly #options: HeadTrainingOptions;
  readonly #state: TrainingState;

  /**
   * @param head changed in place
   * @param optimizer changed in place, its learning rate by the schedule; it must hold the rate that the schedule begins with
   * @param snapshot of a training with the same options, which this one continues
   * @throws BestiaryError `conflict` for a snapshot of another head or optimizer
   */
  constructor(head: Head, optimizer: Optimizer, options: HeadTrainingOptions, snapshot?: TrainingSnapshot) {
    this.#head = head;
    this.#options = options;
    this.#state = new TrainingState(head.parameters, optimizer, options, snapshot);
  }

  /** epochs done */
  get epoch(): number {
    return this.#state.epoch;
  }

  /** whether all epochs are done, or early stopping has ended the training */
  get done(): boolean {
    return this.#state.done;
  }

  get stoppedEarly(): boolean {
    return this.#state.stoppedEarly;
  }

  /** the best epoch so far, from 0; undefined before the first */
  get bestEpoch(): number | undefined {
    return this.#state.bestEpoch;
  }

  /**
   * One pass over the rows, and a look at the validation rows.
   *
   * @param training may have other features in each epoch (another view of each image), rows in the same order
   * @throws BestiaryError `diverged` when a loss is not finite; all is then as it was after the last good epoch
   */
  nextEpoch(training: LabelledFeatures, validation: LabelledFeatures): EpochFigures {
    const before = this.#state.snapshot();
    try {
      const { loss, accuracy } = this.#trainEpoch(training);
      const judged = evaluateHead(this.#head, validation, this.#options);
      const figures: EpochFigures = {
        epoch: this.epoch,
        loss,
        accuracy,
        validationLoss: judged.loss,
        validationAccuracy: judged.accuracy,
        validationBalancedAccuracy: judged.balancedAccuracy,
      };
      this.#state.endEpoch(figures);
      return figures;
    } catch (error) {
      this.#state.restore(before);
      throw error;
    }
  }

  /** A copy of everything that a later {@link HeadTraining} needs to go on. */
  snapshot(): TrainingSnapshot {
    return this.#state.snapshot();
  }

  /** Gives the head the parameters of its best epoch where the options ask for that; the optimizer stays as it is. */
  finish(): void {
    this.#state.finish();
  }

  /** A step of the optimizer for each batch. */
  #trainEpoch({ features, labels }: LabelledFeatures): { loss: number; accuracy: number } {
    const { batchSize, seed, shuffle } = this.#options;
    const random = new Random(seed, this.epoch + 1);
    const order = epochOrder(labels.length, shuffle === false ? undefined : random);
    const batch = new HeadBatch(this.#head, this.#options);
    const gradient = new Float32Array(this.#head.parameters.length);
    const stepsPerEpoch = Math.ceil(order.length / batchSize);
    let loss = 0;
    let right = 0;
    for (let start = 0; start < order.length; start += batchSize) {
      const rows = order.subarray(start, start + batchSize);
      const figures = batch.run(features, labels, rows, random, gradient);
      loss += figures.loss;
      right += figures.right;
      this.#state.step(gradient, stepsPerEpoch);
    }
    return { loss: loss / order.length, accuracy: right / order.length };
  }
}

/** The rows `0 … count − 1`, shuffled if there is chance. */
export function epochOrder(count: number, random: Random | undefined): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  random?.shuffle(order);
  return order;
}

/**
 * Trains a head to its end, an epoch a step of the iteration, on the same features in each epoch.
 *
 * @throws BestiaryError as {@link HeadTraining.nextEpoch}
 */
export function* trainHead(
  head: Head,
  optimizer: Optimizer,
  training: LabelledFeatures,
  validation: LabelledFeatures,
  options: HeadTrainingOptions,
): Generator<EpochFigures, void, void> {
  const work = new HeadTraining(head, optimizer, options);
  while (!work.done) yield work.nextEpoch(training, validation);
  work.finish();
}

/**
 * Loss, accuracy and balanced accuracy of a head on rows, without dropout; `NaN` for no rows. The loss includes what Keras'
 * `evaluate` includes: label smoothing, the focal factor and L2, but no class weights.
 */
export function evaluateHead(
  head: Head,
  { features: rows, labels }: LabelledFeatures,
  { loss: settings = { kind: 'cross-entropy' }, l2 = 0 }: Pick<BatchOptions, 'loss' | 'l2'> = {},
): { loss: number; accuracy: number; balancedAccuracy: number } {
  const logits = new Float64Array(head.units);
  const lossOf = lossInPlace(settings);
  const confusion = emptyConfusion(head.classes);
  let loss = 0;
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    logitsOf(head, rows, row, logits);
    const predicted = classOfLogits(logits);
    confusion[predicted]![label]! += 1;
    if (predicted === label) right += 1;
    loss += lossOf(logits, label);
  }
  return {
    loss: loss / labels.length + (l2 > 0 ? l2 * squaredKernels(head) : 0),
    accuracy: right / labels.length,
    balancedAccuracy: balancedAccuracy(confusion),
  };
}
