import { lastStep, type TrialCurve } from './trial-curve.ts';

/**
 * The steps of a ladder of halvings: a trial stands on the first rung when it has made `first` reports' worth of steps, on each
 * next one after `reduction` times as many.
 */
export class Rungs {
  readonly #first: number;
  readonly #reduction: number;

  constructor(first: number, reduction: number) {
    this.#first = first;
    this.#reduction = reduction;
  }

  /** The step at which a rung is reached: step s is the end of s + 1 epochs. */
  stepOf(rung: number): number {
    return this.#first * this.#reduction ** rung - 1;
  }

  /** How many rungs the trial has reached. */
  reached(trial: TrialCurve): number {
    return this.#reachedBy(lastStep(trial));
  }

  /** The rungs that the trial has reached with its last report. */
  crossed(trial: TrialCurve): number[] {
    const before = this.#reachedBy(trial.steps.at(-2) ?? -1);
    return Array.from({ length: this.reached(trial) - before }, (_, i) => before + i);
  }

  #reachedBy(step: number): number {
    let rung = 0;
    while (this.stepOf(rung) <= step) rung += 1;
    return rung;
  }
}
