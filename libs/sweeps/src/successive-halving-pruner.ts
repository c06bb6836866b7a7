import { type HalvingOptions } from './asha-pruner.ts';
import { type Goal } from './loss.ts';
import { type Pruner } from './pruner.ts';
import { Rungs } from './rungs.ts';
import { lossAt, type TrialCurve } from './trial-curve.ts';

export interface CohortOptions extends HalvingOptions {
  /** how many trials, by their numbers, compete */
  readonly cohort: number;
}

/**
 * Successive halving in cohorts: of trials 0 … n − 1 the best n / reduction go on from the first rung, the best n / reduction²
 * from the second, and so on; then trials n … 2n − 1. A trial is ended when so many of its cohort have been better on a rung
 * that it can't be among those who go on. So nobody waits, and no trial is ended that would go on had all been waited for.
 *
 * Source: Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", AISTATS 2016, figure 3.
 */
export class SuccessiveHalvingPruner implements Pruner {
  readonly #goal: Goal;
  readonly #options: CohortOptions;
  readonly #rungs: Rungs;

  constructor(goal: Goal, options: CohortOptions) {
    this.#goal = goal;
    this.#options = options;
    this.#rungs = new Rungs(options.firstRung, options.reduction);
  }

  prunes(trial: TrialCurve, others: readonly TrialCurve[]): boolean {
    const { cohort, reduction } = this.#options;
    const rivals = others.filter(
      ({ number }) => Math.floor(number / cohort) === Math.floor(trial.number / cohort),
    );
    for (let rung = 0; rung < this.#rungs.reached(trial); rung++) {
      const places = Math.floor(cohort / reduction ** (rung + 1));
      if (places === 0) return false;
      const step = this.#rungs.stepOf(rung);
      const loss = lossAt(trial, step, this.#goal)!;
      if (loss === Infinity) return true;
      const better = rivals.filter((other) => (lossAt(other, step, this.#goal) ?? Infinity) < loss);
      if (better.length >= places) return true;
    }
    return false;
  }
}
