import { type Goal } from './loss.ts';
import { type Pruner } from './pruner.ts';
import { Rungs } from './rungs.ts';
import { lossAt, type TrialCurve } from './trial-curve.ts';

export interface HalvingOptions {
  /** steps until the first decision */
  readonly firstRung: number;
  /** one in so many goes on from each rung, which is so many times as far as the one before */
  readonly reduction: number;
}

/**
 * Asynchronous successive halving: a trial goes on from a rung if it is among the best `1 / reduction` of all that have stood
 * there by then (with fewer than `reduction` of them, if it is the best). Nobody waits for anybody.
 *
 * Source: Li et al., "A system for massively parallel hyperparameter tuning", MLSys 2020, algorithm 2, with trials ended instead
 * of paused.
 */
export class AshaPruner implements Pruner {
  readonly #goal: Goal;
  readonly #reduction: number;
  readonly #rungs: Rungs;

  constructor(goal: Goal, { firstRung, reduction }: HalvingOptions) {
    this.#goal = goal;
    this.#reduction = reduction;
    this.#rungs = new Rungs(firstRung, reduction);
  }

  prunes(trial: TrialCurve, others: readonly TrialCurve[]): boolean {
    return this.#rungs.crossed(trial).some((rung) => {
      const step = this.#rungs.stepOf(rung);
      const loss = lossAt(trial, step, this.#goal)!;
      if (loss === Infinity) return true;
      let better = 0;
      let count = 1;
      for (const other of others) {
        const theirs = lossAt(other, step, this.#goal);
        if (theirs === undefined) continue;
        count += 1;
        if (theirs < loss) better += 1;
      }
      return better >= Math.max(1, Math.floor(count / this.#reduction));
    });
  }
}
