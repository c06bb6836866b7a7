import { quantile } from '@bestiary/metrics/quantile';
import { type Goal } from './loss.ts';
import { type Pruner } from './pruner.ts';
import { lastStep, leastLoss, lossAt, type TrialCurve } from './trial-curve.ts';

export interface MedianOptions {
  /** trials that must have finished before any is pruned */
  readonly startupTrials: number;
  /** steps that no trial is judged at */
  readonly warmUpSteps: number;
}

/**
 * Ends a trial whose best value so far is worse than the median of what finished trials had at the same step.
 *
 * Source: Golovin et al., "Google Vizier", KDD 2017, section 3.2.2; as in Optuna's MedianPruner with the values at the step
 * instead of their running means.
 */
export class MedianPruner implements Pruner {
  readonly #goal: Goal;
  readonly #options: MedianOptions;

  constructor(goal: Goal, options: MedianOptions) {
    this.#goal = goal;
    this.#options = options;
  }

  prunes(trial: TrialCurve, others: readonly TrialCurve[]): boolean {
    const step = lastStep(trial);
    if (step < this.#options.warmUpSteps) return false;
    const losses = others
      .filter(({ status }) => status === 'finished')
      .map((other) => lossAt(other, step, this.#goal))
      .filter((loss) => loss !== undefined)
      .sort((a, b) => a - b);
    if (step < 0 || losses.length < this.#options.startupTrials) return false;
    const best = leastLoss(trial, this.#goal);
    return best === Infinity || best > quantile(losses, 0.5);
  }
}
