import { type Pruner } from './pruner.ts';
import { lastStep, type TrialCurve } from './trial-curve.ts';

export interface ThresholdOptions {
  readonly lower?: number;
  readonly upper?: number;
  /** steps that no trial is judged at */
  readonly warmUpSteps: number;
}

/** Ends a trial whose last value lies outside bounds, or is NaN, whichever way is better. */
export class ThresholdPruner implements Pruner {
  readonly #options: ThresholdOptions;

  constructor(options: ThresholdOptions) {
    this.#options = options;
  }

  prunes(trial: TrialCurve): boolean {
    const { lower = -Infinity, upper = Infinity, warmUpSteps } = this.#options;
    const value = trial.values.at(-1);
    if (value === undefined || lastStep(trial) < warmUpSteps) return false;
    return !(value >= lower && value <= upper);
  }
}
