import { RUN_STATUSES } from '@bestiary/contracts/run';
import { METRIC_AGGREGATES, RUN_ATTRIBUTES, type RunField } from '@bestiary/contracts/run-search';
import { tokenLabel } from 'chevrotain';
import { contextAfter } from './search-context.ts';
import { spellField } from './search-field.ts';
import { And, In, Is, Like, Not, Null, Or, searchLexer, Word } from './search-tokens.ts';
import { EXPECTED_VALUES, typeOfField } from './search-value.ts';

/** The keys that runs have, most used first. */
export type KnownKeys = { metrics: readonly string[]; params: readonly string[]; tags: readonly string[] };

export type Completion = {
  /** what is written in place of `from`..`to` */
  text: string;
  kind: 'field' | 'comparison' | 'keyword' | 'value';
};

export type Completions = {
  /** the part of the text that a completion replaces, in UTF-16 code units */
  from: number;
  to: number;
  completions: Completion[];
  /** what is expected where it cannot be listed: `a number` */
  hint: string | undefined;
};

const MAX_COMPLETIONS = 50;
/** The word, or field with a quote that is not closed yet, at the end of a text. */
const UNFINISHED = /(?:[A-Za-z_][A-Za-z_.]*\.["`][^"`]*|[^\s()<>=!,'"`]*)$/;
const REST_OF_WORD = /^[^\s()<>=!,'"`]*/;
const KEYWORDS = [And, Or, Not, In, Like, Is, Null];

/**
 * What may be written at a place of a search.
 *
 * @param cursor place in the text, in UTF-16 code units from 0
 */
export function completeSearch(text: string, cursor: number, keys: KnownKeys): Completions {
  const before = text.slice(0, cursor);
  const partial = UNFINISHED.exec(before)![0];
  const from = cursor - partial.length;
  const to = cursor + REST_OF_WORD.exec(text.slice(cursor))![0].length;
  const { tokens, errors } = searchLexer.tokenize(text.slice(0, from));
  if (errors.length > 0) return { from, to, completions: [], hint: undefined }; // inside a quote
  const { next, valueOf, named } = contextAfter(tokens);
  if (valueOf !== undefined) {
    const type = typeOfField(valueOf);
    return {
      from,
      to,
      completions: matching(VALUES[type] ?? [], partial, 'value'),
      hint: EXPECTED_VALUES[type],
    };
  }
  const completions = [
    ...(named === undefined ? [] : matching(signsOf(named), partial, 'comparison')),
    ...(next.has(Word) ? matching(fields(partial, keys), partial, 'field') : []),
    ...matching(
      KEYWORDS.filter(
        (type) => next.has(type) && (named !== undefined || ![In, Like, Is].includes(type)),
      ).map(tokenLabel),
      partial,
      'keyword',
    ),
  ];
  return { from, to, completions: completions.slice(0, MAX_COMPLETIONS), hint: undefined };
}

const VALUES: Readonly<Partial<Record<ReturnType<typeof typeOfField>, readonly string[]>>> = {
  status: RUN_STATUSES.map((status) => `'${status}'`),
  boolean: ['true', 'false'],
  time: ['now() - 1h', 'now() - 1d', 'now() - 7d', 'now() - 30d'],
};

function signsOf(field: RunField): string[] {
  switch (typeOfField(field)) {
    case 'number':
    case 'seconds':
    case 'time':
      return ['>', '>=', '<', '<=', '=', '!='];
    case 'param':
      return ['=', '!=', '<', '<=', '>', '>='];
    default:
      return ['=', '!='];
  }
}

/** Every spelling where the beginning of one is there; where nothing is, attributes and what the others begin with. */
function fields(partial: string, keys: KnownKeys): string[] {
  const attributes = Object.keys(RUN_ATTRIBUTES);
  if (partial === '') return [...attributes, 'metrics.', 'params.', 'tags.'];
  return [
    ...attributes,
    ...keys.metrics.map((key) => spellField({ kind: 'metric', key, aggregate: 'last' })),
    ...keys.params.map((key) => spellField({ kind: 'param', key })),
    ...keys.tags.map((key) => spellField({ kind: 'tag', key })),
    ...(/^metrics\.(?:last|best|min|max)\./i.test(partial)
      ? METRIC_AGGREGATES.flatMap((aggregate) =>
          keys.metrics.map((key) => spellField({ kind: 'metric', key, aggregate })),
        )
      : METRIC_AGGREGATES.map((aggregate) => `metrics.${aggregate}.`)),
  ];
}

/** Those that begin so come first, then those that hold it; not what is there already. */
function matching(texts: readonly string[], partial: string, kind: Completion['kind']): Completion[] {
  const wanted = normal(partial);
  const beginning = texts.filter((text) => normal(text).startsWith(wanted));
  const holding = wanted.length < 2 ? [] : texts.filter((text) => normal(text).indexOf(wanted) > 0);
  return Array.from(new Set([...beginning, ...holding]))
    .filter((text) => text !== partial)
    .map((text) => ({ text, kind }));
}

function normal(text: string): string {
  return text.toLowerCase().replace(/["'`]/g, '');
}
