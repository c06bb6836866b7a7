import { fromWireFloat, toWireFloat } from '@bestiary/contracts/json';
import type { SeriesColumns } from '@bestiary/contracts/metric';
import type { JournalRecord, MetricsRecord } from './journal-record.ts';

/** Most points of one request: about 1 MB of JSON. */
const MAX_POINTS = 20_000;
/** `LogMetricsInput` takes this many series. */
export const MAX_SERIES = 1_000;

/**
 * How many entries at the head of a queue go in one request: metrics that follow one another travel together, anything
 * else alone, so that the order is kept.
 *
 * @returns at least 1 for a queue that is not empty
 */
export function batchLength(records: Iterable<JournalRecord>): number {
  let length = 0;
  let points = 0;
  const keys = new Set<string>();
  for (const record of records) {
    if (record.kind !== 'metrics') return length || 1;
    const names = Object.keys(record.values);
    for (const name of names) keys.add(name);
    points += names.length;
    if (length > 0 && (points > MAX_POINTS || keys.size > MAX_SERIES)) return length;
    length += 1;
  }
  return length;
}

/** Turns points in order of logging into columns, a series each; of points with the same step the last one stays. */
export function toColumns(records: readonly MetricsRecord[]): SeriesColumns[] {
  type Points = Map<number, { value: number; time: number }>;
  const series = new Map<string, Points>();
  for (const { step, time, values } of records) {
    for (const [key, value] of Object.entries(values)) {
      let points = series.get(key);
      if (points === undefined) series.set(key, (points = new Map() as Points));
      points.set(step, { value: fromWireFloat(value), time });
    }
  }
  return [...series].map(([key, points]) => ({
    key,
    steps: [...points.keys()],
    values: [...points.values()].map((point) => toWireFloat(point.value)),
    times: [...points.values()].map((point) => point.time),
  }));
}
