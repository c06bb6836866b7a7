import { type TrialParams } from '@bestiary/contracts/sweep';
import { type TrialRow } from './trial-row.ts';

/**
 * Chooses what to try next from the rows of all trials alone: it holds nothing between two calls, so that any process may
 * make the next one. The same rows, in any order, give the same parameters.
 */
export interface Sampler {
  /**
   * The parameters of the trial that comes after these, {@link nextNumber}; `undefined` when there is nothing left to try.
   *
   * @param trials all of the sweep, those that wait and run included, and runs from before it
   * @throws BestiaryError `invalid_input` where constraints leave no point
   */
  suggest(trials: readonly TrialRow[]): TrialParams | undefined;
}
