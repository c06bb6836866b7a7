import { fromWireFloat } from '@bestiary/contracts/json';
import { type SweepConfig } from '@bestiary/contracts/sweep';
import { type BestTrial } from '@bestiary/contracts/sweep-record';
import { type StoredOutcome } from '@bestiary/db/repositories/sweep.repository';
import { bestTrials } from '@bestiary/sweeps/best-so-far';

/** Of one objective the best trial, the earliest of several; of two those that none dominates. */
export function bestOf({ objective }: SweepConfig, outcomes: readonly StoredOutcome[]): BestTrial[] {
  const rows = outcomes.map(({ number, params, values }) => ({
    number,
    params,
    status: 'finished' as const,
    values: values.map(fromWireFloat),
    lastReport: null,
  }));
  const best = bestTrials(
    rows,
    objective.map(({ goal }) => goal),
  );
  const numbers = new Set((objective.length === 1 ? best.slice(0, 1) : best).map(({ number }) => number));
  return outcomes
    .filter(({ number }) => numbers.has(number))
    .map(({ id, number, runId, params, values }) => ({ id, number, runId, params, values }));
}
