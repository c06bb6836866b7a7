import { AshaPruner, type HalvingOptions } from './asha-pruner.ts';
import { type Goal } from './loss.ts';
import { type Pruner } from './pruner.ts';
import { randomOf } from './seed.ts';
import { type TrialCurve } from './trial-curve.ts';

export interface HyperbandOptions extends HalvingOptions {
  /** steps of a trial that is never pruned */
  readonly maxReports: number;
}

/**
 * Hyperband: halvings that begin at different rungs, side by side, because nobody knows how early a curve tells its end. A
 * trial's number alone decides in which bracket it competes, early beginners having more trials; within its bracket the rule is
 * {@link AshaPruner}'s.
 *
 * Source: Li et al., "Hyperband: a novel bandit-based approach to hyperparameter optimization", JMLR 18 (2018), algorithm 1.
 */
export class HyperbandPruner implements Pruner {
  readonly #brackets: readonly { readonly pruner: AshaPruner; readonly share: number }[];

  constructor(goal: Goal, { firstRung, reduction, maxReports }: HyperbandOptions) {
    let most = 0;
    while (firstRung * reduction ** (most + 1) <= maxReports) most += 1;
    const sizes = Array.from({ length: most + 1 }, (_, i) =>
      Math.ceil(((most + 1) / (most - i + 1)) * reduction ** (most - i)),
    );
    const sum = sizes.reduce((a, b) => a + b);
    this.#brackets = sizes.map((size, i) => ({
      pruner: new AshaPruner(goal, { firstRung: firstRung * reduction ** i, reduction }),
      share: size / sum,
    }));
  }

  prunes(trial: TrialCurve, others: readonly TrialCurve[]): boolean {
    const bracket = this.bracketOf(trial.number);
    const rivals = others.filter(({ number }) => this.bracketOf(number) === bracket);
    return this.#brackets[bracket]!.pruner.prunes(trial, rivals);
  }

  /** In which bracket a trial competes: 0 is judged first. */
  bracketOf(number: number): number {
    let at = randomOf(number).uniform();
    for (let i = 0; i < this.#brackets.length - 1; i++) {
      at -= this.#brackets[i]!.share;
      if (at < 0) return i;
    }
    return this.#brackets.length - 1;
  }
}
