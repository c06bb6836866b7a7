import { fromWireFloat } from '@bestiary/contracts/json';
import type { RunDetail } from '@bestiary/contracts/run';
import {
  columnOfField,
  fieldOfColumn,
  lessIsBetter,
  type MetricAggregate,
  type RunKeyColumn,
} from '@bestiary/contracts/run-search';
import type { FieldValue } from '@bestiary/ui/field-scale';
import { jsonWords } from '../run/environment-rows.ts';

/** A metric's value of a run: its last, or an extreme of all its values but NaN; `null` where it has none. */
export function metricOf(run: RunDetail, key: string, aggregate: MetricAggregate): number | null {
  const series = run.series.find((each) => each.key === key);
  if (series === undefined) return null;
  const which = aggregate === 'best' ? (lessIsBetter(key) ? 'min' : 'max') : aggregate;
  const value = series[which];
  return value === null ? null : fromWireFloat(value);
}

/** What stands in a column of a run; lists and objects as JSON. */
export function fieldValueOf(run: RunDetail, column: RunKeyColumn): FieldValue {
  const field = fieldOfColumn(column);
  if (field.kind === 'metric') return metricOf(run, field.key, field.aggregate);
  if (field.kind === 'tag') return run.tags[field.key] ?? null;
  const value = Object.hasOwn(run.params, field.key) ? run.params[field.key] : null;
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? jsonWords(value) : value;
}

/** A column in words: `learning_rate`, `val_loss (best)`. */
export function columnTitle(column: RunKeyColumn): string {
  const field = fieldOfColumn(column);
  return field.kind === 'metric' ? `${field.key} (${field.aggregate})` : field.key;
}

/** Parameters in which the runs differ, those first that are set in most runs. */
export function differingColumns(runs: readonly RunDetail[]): RunKeyColumn[] {
  const keys = [...new Set(runs.flatMap(({ params }) => Object.keys(params)))].sort();
  return keys
    .map((key) => columnOfField({ kind: 'param', key }))
    .filter((column) => new Set(runs.map((run) => String(fieldValueOf(run, column)))).size > 1);
}

/** Every parameter, and best and last of every metric. */
export function allColumns(runs: readonly RunDetail[], metrics: readonly string[]): RunKeyColumn[] {
  const params = [...new Set(runs.flatMap(({ params }) => Object.keys(params)))].sort();
  return [
    ...params.map((key) => columnOfField({ kind: 'param', key })),
    ...metrics.flatMap((key) =>
      (['best', 'last'] as const).map((aggregate) => columnOfField({ kind: 'metric', key, aggregate })),
    ),
  ];
}

const TARGETS = ['val_balanced_accuracy', 'val_accuracy', 'val_loss', 'accuracy', 'loss'];

/** What runs are compared by where nobody says: the best of the first usual metric there is. */
export function usualTarget(metrics: readonly string[]): RunKeyColumn | undefined {
  const key = TARGETS.find((each) => metrics.includes(each)) ?? metrics[0];
  return key === undefined ? undefined : columnOfField({ kind: 'metric', key, aggregate: 'best' });
}

/** A run's name, with the end of its id where another one has the same. */
export function runNames(runs: readonly Pick<RunDetail, 'id' | 'name'>[]): Map<string, string> {
  const times = new Map<string, number>();
  for (const { name } of runs) times.set(name, (times.get(name) ?? 0) + 1);
  return new Map(runs.map(({ id, name }) => [id, times.get(name) === 1 ? name : `${name} …${id.slice(-6)}`]));
}

/** How a run is named in the list of hidden ones. */
export function shortId(id: string): string {
  return id.slice(-12);
}
