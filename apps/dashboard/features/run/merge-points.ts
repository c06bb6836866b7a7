import { fromWireFloat, type WireFloat } from '@bestiary/contracts/json';
import type { SeriesColumns } from '@bestiary/contracts/metric';
import type { Curve } from '@bestiary/ui/curve';

/**
 * Puts new points into series: a step that is there already is overwritten, as in the database. What did not change
 * stays the same object.
 *
 * @param series steps ascending
 * @param fresh steps in any order
 */
export function mergePoints(
  series: readonly SeriesColumns[],
  fresh: readonly SeriesColumns[],
): SeriesColumns[] {
  const byKey = new Map(series.map((each) => [each.key, each]));
  for (const news of fresh) {
    const old = byKey.get(news.key);
    byKey.set(news.key, old === undefined ? sorted(news) : mergeSeries(old, news));
  }
  return [...byKey.values()];
}

function mergeSeries(old: SeriesColumns, news: SeriesColumns): SeriesColumns {
  if (news.steps.length === 0) return old;
  const ordered = sorted(news);
  const lastOld = old.steps.at(-1) ?? -1;
  if (ordered.steps[0]! > lastOld) {
    return {
      key: old.key,
      steps: [...old.steps, ...ordered.steps],
      values: [...old.values, ...ordered.values],
      times: [...old.times, ...ordered.times],
    };
  }
  const points = new Map<number, { value: WireFloat; time: number }>();
  for (const { steps, values, times } of [old, ordered]) {
    steps.forEach((step, i) => points.set(step, { value: values[i]!, time: times[i]! }));
  }
  const steps = [...points.keys()].sort((a, b) => a - b);
  return {
    key: old.key,
    steps,
    values: steps.map((step) => points.get(step)!.value),
    times: steps.map((step) => points.get(step)!.time),
  };
}

function sorted(series: SeriesColumns): SeriesColumns {
  const { steps } = series;
  if (steps.every((step, i) => i === 0 || steps[i - 1]! < step)) return series;
  const order = steps.map((_, i) => i).sort((a, b) => steps[a]! - steps[b]!);
  return {
    key: series.key,
    steps: order.map((i) => steps[i]!),
    values: order.map((i) => series.values[i]!),
    times: order.map((i) => series.times[i]!),
  };
}

/** A series as it is drawn. */
export function toCurve({ key, steps, values }: SeriesColumns): Curve {
  return { name: key, steps, values: values.map(fromWireFloat) };
}
