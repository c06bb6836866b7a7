import { BestiaryError } from '@bestiary/contracts/error';
import { type EarlyStopping, type MonitoredMetric, type Progress, judge } from './early-stopping.ts';
import { type Optimizer } from './optimizer.ts';
import { type Schedule, rateAt } from './schedule.ts';
import { type TrainingSnapshot, restoreSnapshot, snapshotOptimizer } from './training-snapshot.ts';

/** When a training ends, with which parameters, and at what rate it learns. */
export interface CourseOptions {
  readonly epochs: number;
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

/** How far a training is: its parameters and their optimizer, both changed in place, the epochs done, and the best of them. */
export class TrainingState {
  readonly parameters: Float32Array;
  readonly #optimizer: Optimizer;
  readonly #options: CourseOptions;
  readonly #rate: number;
  #epoch = 0;
  #progress: Progress | undefined;
  #bestParameters: Float32Array | undefined;

  /**
   * @param optimizer holds the learning rate that the schedule begins with
   * @throws BestiaryError `conflict` for a snapshot of another training
   */
  constructor(
    parameters: Float32Array,
    optimizer: Optimizer,
    options: CourseOptions,
    snapshot: TrainingSnapshot | undefined,
  ) {
    this.parameters = parameters;
    this.#optimizer = optimizer;
    this.#options = options;
    this.#rate = optimizer.learningRate;
    if (snapshot) this.restore(snapshot);
  }

  get epoch(): number {
    return this.#epoch;
  }

  get done(): boolean {
    return this.#epoch >= this.#options.epochs || this.stoppedEarly;
  }

  get stoppedEarly(): boolean {
    const { earlyStopping } = this.#options;
    const wait = this.#progress?.wait ?? 0;
    return earlyStopping !== undefined && wait > 0 && wait >= earlyStopping.patience;
  }

  get bestEpoch(): number | undefined {
    return this.#progress?.bestEpoch;
  }

  /** A step down the gradient, at the rate of this step. */
  step(gradient: Float32Array, stepsPerEpoch: number): void {
    const optimizer = this.#optimizer;
    const { schedule = { kind: 'constant' }, epochs } = this.#options;
    optimizer.learningRate = rateAt(schedule, this.#rate, optimizer.iterations, { epochs, stepsPerEpoch });
    optimizer.step(this.parameters, gradient);
  }

  /** @throws BestiaryError `diverged` when a loss is not finite: then the epoch does not count */
  endEpoch(figures: EpochFigures): void {
    const { loss, validationLoss, validationAccuracy } = figures;
    // without validation images their figures are no numbers either
    const losses = Number.isNaN(validationAccuracy) ? [loss] : [loss, validationLoss];
    const diverged = losses.find((one) => !Number.isFinite(one));
    if (diverged !== undefined) {
      throw new BestiaryError('diverged', `the loss became ${diverged} in epoch ${this.#epoch + 1}`, {
        hint: `lower the learning rate (it is ${this.#rate}), or look for images that decode to nonsense`,
      });
    }
    const { earlyStopping = { metric: 'val_loss' }, restoreBest } = this.#options;
    const value = monitored(figures, earlyStopping.metric);
    this.#progress = judge(earlyStopping, this.#progress, this.#epoch, value);
    if (restoreBest && this.#progress.wait === 0) this.#bestParameters = this.parameters.slice();
    this.#epoch += 1;
  }

  /** Gives the parameters of the best epoch where the options ask for that; the optimizer stays as it is. */
  finish(): void {
    if (this.#bestParameters) this.parameters.set(this.#bestParameters);
  }

  snapshot(): TrainingSnapshot {
    return {
      epoch: this.#epoch,
      parameters: this.parameters.slice(),
      optimizer: snapshotOptimizer(this.#optimizer),
      progress: this.#progress,
      bestParameters: this.#bestParameters?.slice(),
    };
  }

  restore(snapshot: TrainingSnapshot): void {
    restoreSnapshot(snapshot, this.parameters, this.#optimizer);
    this.#epoch = snapshot.epoch;
    this.#progress = snapshot.progress;
    this.#bestParameters = snapshot.bestParameters?.slice();
  }
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
