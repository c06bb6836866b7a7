import { fromWireFloat } from '@bestiary/contracts/json';
import type { RunSummary } from '@bestiary/contracts/run';
import type { RunColumnId } from './run-column.ts';

/** From where to where the bars of a column go. */
export interface BarRange {
  from: number;
  to: number;
}

/** Bars go from 0, or the least value where that is below, to the greatest; none where no value is finite and not 0. */
export function barRange(
  runs: readonly Pick<RunSummary, 'values'>[],
  column: RunColumnId,
): BarRange | undefined {
  let from = 0;
  let to = 0;
  for (const run of runs) {
    const value = metricOf(run, column);
    if (value === undefined || !Number.isFinite(value)) continue;
    from = Math.min(from, value);
    to = Math.max(to, value);
  }
  return from === to ? undefined : { from, to };
}

/** How much of its bar a value fills, from 0 to 1; 0 where it is not finite. */
export function barShare(value: number, { from, to }: BarRange): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, (value - from) / (to - from))) : 0;
}

/** A run's value in a metric's column, which may be NaN; undefined where it has none. */
export function metricOf(run: Pick<RunSummary, 'values'>, column: RunColumnId): number | undefined {
  const value = run.values[column];
  if (typeof value === 'number') return value;
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? fromWireFloat(value) : undefined;
}
