import { MAX_DRAWN_METRICS, type MetricCurvesInput } from '@bestiary/contracts/curve';
import { EPOCH_METRICS } from '@bestiary/contracts/metric';
import type { RunDetail } from '@bestiary/contracts/run';
import { smoothingOf, type CompareSearch } from './compare-search.ts';

/** What charts are drawn for, in pixel columns: as wide as they mostly are. */
const COLUMNS = 800;
/** A band's place is the mean of a column: fewer do. */
const BAND_COLUMNS = 300;
/** So many metrics are drawn where the URL names none. */
const USUAL = 4;
const FIRST_SHOWN: readonly string[] = [
  'val_loss',
  'val_balanced_accuracy',
  'val_accuracy',
  'loss',
  'accuracy',
];

/** Every metric of these runs: the usual ones first, others by name. */
export function metricsOf(runs: readonly RunDetail[]): string[] {
  const usual: readonly string[] = EPOCH_METRICS;
  const place = (key: string) => (usual.includes(key) ? usual.indexOf(key) : usual.length);
  return [...new Set(runs.flatMap(({ series }) => series.map(({ key }) => key)))].sort(
    (a, b) => place(a) - place(b) || (a < b ? -1 : 1),
  );
}

/** Whether the steps of all these runs are epochs, which people count from 1. */
export function countsEpochs(runs: readonly RunDetail[]): boolean {
  return runs.every((run) => 'epochs' in run.params);
}

/** The metrics that are drawn: those of the URL that there are, else the usual ones. */
export function drawnMetrics(runs: readonly RunDetail[], search: Pick<CompareSearch, 'metrics'>): string[] {
  const all = metricsOf(runs);
  const wanted = search.metrics.filter((key) => all.includes(key));
  if (wanted.length > 0) return wanted.slice(0, MAX_DRAWN_METRICS);
  const usual = FIRST_SHOWN.filter((key) => all.includes(key));
  return [...usual, ...all.filter((key) => !usual.includes(key))].slice(0, USUAL);
}

/** The query for those curves, the same on server and client so that its keys agree. */
export function curvesQuery(
  ids: readonly string[],
  keys: readonly string[],
  search: CompareSearch,
): MetricCurvesInput {
  return {
    runIds: [...ids],
    keys: [...keys],
    axis: search.axis,
    smoothing: smoothingOf(search),
    ...(search.zoom === null ? {} : { from: search.zoom[0], to: search.zoom[1] }),
    ...(search.group === null
      ? { columns: COLUMNS, reduce: 'extremes' as const }
      : { columns: BAND_COLUMNS, reduce: 'mean' as const }),
  };
}
