import { lessIsBetter, type RunKeyField } from '@bestiary/contracts/run-search';
import { Prisma } from '../generated/client.ts';

const COLUMNS = { last: Prisma.raw('last'), min: Prisma.raw('min'), max: Prisma.raw('max') };

/** The column of `series` that holds what is asked of a metric. `last` alone can be NaN, the others null. */
export function seriesColumn(metric: Extract<RunKeyField, { kind: 'metric' }>): Prisma.Sql {
  return COLUMNS[plainAggregate(metric)];
}

/** `best` as the extreme that it is for this metric. */
export function plainAggregate({
  key,
  aggregate,
}: Extract<RunKeyField, { kind: 'metric' }>): 'last' | 'min' | 'max' {
  if (aggregate !== 'best') return aggregate;
  return lessIsBetter(key) ? 'min' : 'max';
}
