import { type Goal } from './loss.ts';
import { type Pruner } from './pruner.ts';
import { lastStep, leastLoss, type TrialCurve } from './trial-curve.ts';

export interface PatienceOptions {
  /** reports in a row without a better one */
  readonly patience: number;
  /** by how much better is better */
  readonly minDelta: number;
  /** steps that no trial is judged at */
  readonly warmUpSteps: number;
}

/** Ends a trial that does not get better any more, whatever others do. */
export class PatiencePruner implements Pruner {
  readonly #goal: Goal;
  readonly #options: PatienceOptions;

  constructor(goal: Goal, options: PatienceOptions) {
    this.#goal = goal;
    this.#options = options;
  }

  prunes(trial: TrialCurve): boolean {
    const { patience, minDelta, warmUpSteps } = this.#options;
    const before = trial.values.length - patience;
    if (before < 1 || lastStep(trial) < warmUpSteps) return false;
    const best = leastLoss(trial, this.#goal, 0, before);
    return !(leastLoss(trial, this.#goal, before) < best - minDelta);
  }
}
