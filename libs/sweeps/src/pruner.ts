import { type TrialCurve } from './trial-curve.ts';

/**
 * Decides from curves alone whether a trial goes on. It holds nothing between two calls, and the order of the others does
 * not matter.
 */
export interface Pruner {
  /**
   * Whether the trial ends with its last report. Asked after each report; before the first the answer is no.
   *
   * @param others all trials of the sweep but this one, whatever their status
   */
  prunes(trial: TrialCurve, others: readonly TrialCurve[]): boolean;
}
