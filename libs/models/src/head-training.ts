import { BestiaryError } from '@bestiary/contracts/error';
import { balancedAccuracy } from '@bestiary/metrics/accuracy';
import { emptyConfusion } from '@bestiary/metrics/confusion';
import { classOfLogits } from './cross-entropy.ts';
import { DensePass } from './dense-pass.ts';
import { type EarlyStopping, type MonitoredMetric, type Progress, judge } from './early-stopping.ts';
import { type Head, denseShapes, logitsOf } from './head.ts';
import { type Optimizer } from './optimizer.ts';
import { Random } from './random.ts';
import { type Schedule, rateAt } from './schedule.ts';
import { type LossSettings, lossInPlace } from './training-loss.ts';
import { type TrainingSnapshot, restoreSnapshot, snapshotOptimizer } from './training-snapshot.ts';

/** Features with their labels. */
export interface LabelledFeatures {
  /** `[n, features]`, row-major */
  readonly features: Float32Array;
  /** `[n]`, each 0 ≤ label < classes */
  readonly labels: Int32Array;
}

export interface HeadTrainingOptions {
  readonly epochs: number;
  readonly batchSize: number;
  /** share of a layer's inputs that are left out of a step, 0 ≤ dropout < 1 */
  readonly dropout: number;
  readonly seed: number;
  /** `false` takes the rows in their order in every epoch */
  readonly shuffle?: boolean;
  /** default: cross-entropy */
  readonly loss?: LossSettings;
  /** `[classes]`: what a row's loss and gradient count by its class; default 1 */
  readonly classWeights?: readonly number[];
  /** adds `l2 · Σ w²` of all kernels, not of the biases, to the loss, as `keras.regularizers.L2`; default 0 */
  readonly l2?: number;
  /** of the optimizer's learning rate; default: constant */
  readonly schedule?: Schedule;
  readonly earlyStopping?: EarlyStopping;
  /** ends with the parameters of the best epoch by early stopping's metric, or by `val_loss` */
  readonly restoreBest?: boolean;
}

/**
 * The figures of one epoch, as Keras' `fit` has them. `loss` and `accuracy` are running means over the epoch's batches, with
 * dropout, while the weights change. Both losses include label smoothing, the focal factor and L2; class weights count in `loss`
 * alone. Accuracies are of rows, unweighted, at probability ≥ 0.5 (arg-max for more classes than two).
 */
export interface EpochFigures {
  /** from 0 */
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  readonly validationBalancedAccuracy: number;
}

/**
 * Trains a head on features, in place and in one thread, an epoch at a time. Every random choice of an epoch comes from
 * (seed, epoch), so the same input gives the same parameters bit for bit, whichever epoch it goes on from. The order is a full
 * shuffle each epoch.
 */
export class HeadTraining {
  readonly #head: Head;
  readonly #optimizer: Optimizer;
  readonly #options: HeadTrainingOptions;
  readonly #rate: number;
  #epoch = 0;
  #progress: Progress | undefined;
  #bestParameters: Float32Array | undefined;

  /**
   * @param head changed in place
   * @param optimizer changed in place, its learning rate by the schedule; it must hold the rate that the schedule begins with
   * @param snapshot of a training with the same options, which this one continues
   * @throws BestiaryError `conflict` for a snapshot of another head or optimizer
   */
  constructor(head: Head, optimizer: Optimizer, options: HeadTrainingOptions, snapshot?: TrainingSnapshot) {
    this.#head = head;
    this.#optimizer = optimizer;
    this.#options = options;
    this.#rate = optimizer.learningRate;
    if (snapshot) this.#restore(snapshot);
  }

  /** epochs done */
  get epoch(): number {
    return this.#epoch;
  }

  /** whether all epochs are done, or early stopping has ended the training */
  get done(): boolean {
    return this.#epoch >= this.#options.epochs || this.stoppedEarly;
  }

  get stoppedEarly(): boolean {
    const { earlyStopping } = this.#options;
    const wait = this.#progress?.wait ?? 0;
    return earlyStopping !== undefined && wait > 0 && wait >= earlyStopping.patience;
  }

  /** the best epoch so far, from 0; undefined before the first */
  get bestEpoch(): number | undefined {
    return this.#progress?.bestEpoch;
  }

  /**
   * One pass over the rows, and a look at the validation rows.
   *
   * @param training may have other features in each epoch (another view of each image), rows in the same order
   * @throws BestiaryError `diverged` when a loss is not finite; all is then as it was after the last good epoch
   */
  nextEpoch(training: LabelledFeatures, validation: LabelledFeatures): EpochFigures {
    const before = this.snapshot();
    const { loss, accuracy } = this.#trainEpoch(training);
    const judged = evaluateHead(this.#head, validation, this.#options);
    const diverged = [loss, judged.loss].find((value) => !Number.isFinite(value));
    if (diverged !== undefined) {
      this.#restore(before);
      throw new BestiaryError('diverged', `the loss became ${diverged} in epoch ${this.#epoch + 1}`, {
        hint: `lower the learning rate (it is ${this.#rate}), or look for images that decode to nonsense`,
      });
    }
    const figures: EpochFigures = {
      epoch: this.#epoch,
      loss,
      accuracy,
      validationLoss: judged.loss,
      validationAccuracy: judged.accuracy,
      validationBalancedAccuracy: judged.balancedAccuracy,
    };
    this.#judge(figures);
    this.#epoch += 1;
    return figures;
  }

  /** A copy of everything that a later {@link HeadTraining} needs to go on. */
  snapshot(): TrainingSnapshot {
    return {
      epoch: this.#epoch,
      parameters: this.#head.parameters.slice(),
      optimizer: snapshotOptimizer(this.#optimizer),
      progress: this.#progress,
      bestParameters: this.#bestParameters?.slice(),
    };
  }

  /** Gives the head the parameters of its best epoch where the options ask for that; the optimizer stays as it is. */
  finish(): void {
    if (this.#bestParameters) this.#head.parameters.set(this.#bestParameters);
  }

  #restore(snapshot: TrainingSnapshot): void {
    restoreSnapshot(snapshot, this.#head.parameters, this.#optimizer);
    this.#epoch = snapshot.epoch;
    this.#progress = snapshot.progress;
    this.#bestParameters = snapshot.bestParameters?.slice();
  }

  #judge(figures: EpochFigures): void {
    const { earlyStopping = { metric: 'val_loss' }, restoreBest } = this.#options;
    const value = monitored(figures, earlyStopping.metric);
    this.#progress = judge(earlyStopping, this.#progress, this.#epoch, value);
    if (restoreBest && this.#progress.wait === 0) this.#bestParameters = this.#head.parameters.slice();
  }

  /** A step of the optimizer for each batch. */
  #trainEpoch({ features: rows, labels }: LabelledFeatures): { loss: number; accuracy: number } {
    const head = this.#head;
    const optimizer = this.#optimizer;
    const { parameters } = head;
    const { batchSize, dropout, classWeights, l2 = 0, epochs } = this.#options;
    const { schedule = { kind: 'constant' }, loss: lossSettings = { kind: 'cross-entropy' } } = this.#options;
    const lossOf = lossInPlace(lossSettings);
    const random = new Random(this.#options.seed, this.#epoch + 1);
    const order = Int32Array.from(labels, (_, i) => i);
    if (this.#options.shuffle !== false) random.shuffle(order);
    const stepsPerEpoch = Math.ceil(order.length / batchSize);
    const pass = new DensePass(head, dropout);
    const { logits } = pass;
    const gradient = new Float32Array(parameters.length);
    let loss = 0;
    let right = 0;
    for (let start = 0; start < order.length; start += batchSize) {
      const end = Math.min(order.length, start + batchSize);
      const share = 1 / (end - start);
      for (let i = start; i < end; i++) {
        const row = order[i]!;
        const label = labels[row]!;
        pass.forward(rows, row, random);
        if (classOfLogits(logits) === label) right += 1;
        const weight = classWeights?.[label] ?? 1;
        loss += weight * lossOf(logits, label);
        pass.backward(gradient, share * weight, i === start);
      }
      if (l2 > 0) {
        loss += (end - start) * l2 * squaredKernels(head);
        addKernelDecay(head, 2 * l2, gradient);
      }
      optimizer.learningRate = rateAt(schedule, this.#rate, optimizer.iterations, { epochs, stepsPerEpoch });
      optimizer.step(parameters, gradient);
    }
    return { loss: loss / order.length, accuracy: right / order.length };
  }
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
  { loss: settings = { kind: 'cross-entropy' }, l2 = 0 }: Pick<HeadTrainingOptions, 'loss' | 'l2'> = {},
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

function monitored(figures: EpochFigures, metric: MonitoredMetric): number {
  switch (metric) {
    case 'val_loss':
      return figures.validationLoss;
    case 'val_accuracy':
      return figures.validationAccuracy;
    case 'val_balanced_accuracy':
      return figures.validationBalancedAccuracy;
  }
}

/** The sum of the squares of all kernels. */
function squaredKernels(head: Head): number {
  let sum = 0;
  for (const { inputs, outputs, start } of denseShapes(head))
    for (let i = start; i < start + inputs * outputs; i++) sum += head.parameters[i]! ** 2;
  return sum;
}

/** Adds `factor` times the kernels to their gradient. */
function addKernelDecay(head: Head, factor: number, gradient: Float32Array): void {
  for (const { inputs, outputs, start } of denseShapes(head))
    for (let i = start; i < start + inputs * outputs; i++) gradient[i]! += factor * head.parameters[i]!;
}
