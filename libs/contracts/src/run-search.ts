import { z } from 'zod';
import { WireFloat } from './json.ts';

/** What is compared or shown of a metric: its value at the last step, or an extreme of all its values but NaN. */
export const METRIC_AGGREGATES = ['last', 'best', 'min', 'max'] as const;
export const MetricAggregate = z.enum(METRIC_AGGREGATES);
export type MetricAggregate = z.infer<typeof MetricAggregate>;

/** What a run is beside its metrics, parameters and tags, and as what kind of value it is compared. */
export const RUN_ATTRIBUTES = {
  name: 'text',
  status: 'status',
  project: 'text',
  dataset: 'text',
  id: 'id',
  parent: 'id',
  seed: 'number',
  created: 'time',
  started: 'time',
  ended: 'time',
  /** seconds; of a run that has not ended until now */
  duration: 'seconds',
  archived: 'boolean',
} as const;
export type RunAttribute = keyof typeof RUN_ATTRIBUTES;
export const RunAttribute = z.enum(Object.keys(RUN_ATTRIBUTES) as [RunAttribute, ...RunAttribute[]]);

const Key = z.string().min(1).max(250);

export const RunField = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('metric'), key: Key, aggregate: MetricAggregate }),
  z.object({ kind: z.literal('param'), key: Key }),
  z.object({ kind: z.literal('tag'), key: Key }),
  z.object({ kind: z.literal('attribute'), name: RunAttribute }),
]);
export type RunField = z.infer<typeof RunField>;

/** What a field is compared with. */
export const SearchValue = z.discriminatedUnion('type', [
  /** `text` is how it was written: a tag is compared with that */
  z.object({ type: z.literal('number'), value: WireFloat, text: z.string() }),
  z.object({ type: z.literal('text'), value: z.string() }),
  z.object({ type: z.literal('boolean'), value: z.boolean() }),
  z.object({ type: z.literal('time'), at: z.iso.datetime() }),
  /** so many seconds after the moment of the search; negative before it */
  z.object({ type: z.literal('fromNow'), seconds: z.number() }),
]);
export type SearchValue = z.infer<typeof SearchValue>;

export const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='] as const;
export const Comparison = z.enum(COMPARISONS);
export type Comparison = z.infer<typeof Comparison>;

/**
 * Which runs are searched for: the meaning of a text of the search language, checked, without its spelling. A condition
 * holds or does not: of a field that a run lacks every one is false but `null`, and `not` turns false into true.
 */
export type RunCondition =
  | { kind: 'all'; of: RunCondition[] }
  | { kind: 'any'; of: RunCondition[] }
  | { kind: 'not'; of: RunCondition }
  /** occurs in name, dataset, project, status, id or tags, whatever the case */
  | { kind: 'word'; text: string }
  | { kind: 'compare'; field: RunField; comparison: Comparison; value: SearchValue }
  | { kind: 'in'; field: RunField; negated: boolean; values: SearchValue[] }
  /** SQL's pattern: `%` any characters, `_` one, `\` takes the next literally */
  | { kind: 'like'; field: RunField; negated: boolean; ignoreCase: boolean; pattern: string }
  /** whether the run lacks the field */
  | { kind: 'null'; field: RunField; negated: boolean };

export const RunCondition: z.ZodType<RunCondition> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('all'), of: z.array(RunCondition) }),
    z.object({ kind: z.literal('any'), of: z.array(RunCondition) }),
    z.object({ kind: z.literal('not'), of: RunCondition }),
    z.object({ kind: z.literal('word'), text: z.string() }),
    z.object({ kind: z.literal('compare'), field: RunField, comparison: Comparison, value: SearchValue }),
    z.object({
      kind: z.literal('in'),
      field: RunField,
      negated: z.boolean(),
      values: z.array(SearchValue).min(1),
    }),
    z.object({
      kind: z.literal('like'),
      field: RunField,
      negated: z.boolean(),
      ignoreCase: z.boolean(),
      pattern: z.string(),
    }),
    z.object({ kind: z.literal('null'), field: RunField, negated: z.boolean() }),
  ]),
);

/** Words in a metric's key that tell that less of it is better. */
const LESS_IS_BETTER = new Set(['loss', 'error', 'mae', 'mse', 'rmse', 'brier', 'ece', 'perplexity']);

/** Whether the smallest value of a metric is its best, as its key tells: `val_loss`, `test/rmse`. Else the largest is. */
export function lessIsBetter(key: string): boolean {
  return key
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .some((word) => LESS_IS_BETTER.has(word));
}

/** A search in the search language: docs/guide/search.md. */
export const SearchText = z.string().max(5_000, 'a search has at most 5,000 characters');

/**
 * A column that runs have by a key of their own, as one word: `metrics.KEY` (its last value), `metrics.best.KEY`
 * (`last`, `min`, `max`), `params.KEY`, `tags.KEY`. The key is all that follows, whatever is in it; a metric whose key
 * begins with `best.` and the like is written with its aggregate: `metrics.last.best.KEY`.
 */
export const RunKeyColumn = z.union([
  z.templateLiteral(['metrics.', z.string().min(1)]),
  z.templateLiteral(['params.', z.string().min(1)]),
  z.templateLiteral(['tags.', z.string().min(1)]),
]);
export type RunKeyColumn = z.infer<typeof RunKeyColumn>;

export type RunKeyField = Exclude<RunField, { kind: 'attribute' }>;

/** What a column shows. */
export function fieldOfColumn(column: RunKeyColumn): RunKeyField {
  const dot = column.indexOf('.');
  const rest = column.slice(dot + 1);
  switch (column.slice(0, dot)) {
    case 'params':
      return { kind: 'param', key: rest };
    case 'tags':
      return { kind: 'tag', key: rest };
    default: {
      const aggregate = METRIC_AGGREGATES.find((a) => rest.startsWith(`${a}.`) && rest.length > a.length + 1);
      return aggregate === undefined
        ? { kind: 'metric', key: rest, aggregate: 'last' }
        : { kind: 'metric', key: rest.slice(aggregate.length + 1), aggregate };
    }
  }
}

/** The column that shows a field, in its shortest spelling: the inverse of {@link fieldOfColumn}. */
export function columnOfField(field: RunKeyField): RunKeyColumn {
  switch (field.kind) {
    case 'param':
      return `params.${field.key}`;
    case 'tag':
      return `tags.${field.key}`;
    case 'metric': {
      const short: RunKeyColumn = `metrics.${field.key}`;
      const read = fieldOfColumn(short);
      return read.kind === 'metric' && read.key === field.key && field.aggregate === 'last'
        ? short
        : `metrics.${field.aggregate}.${field.key}`;
    }
  }
}
