import {
  type Comparison,
  RunCondition,
  type RunField,
  type SearchValue,
} from '@bestiary/contracts/run-search';
import { describe, expect, it } from 'vitest';
import { parseSearch } from './parse-search.ts';
import { SearchError } from './search-error.ts';

const metric = (key: string, aggregate: 'last' | 'best' | 'min' | 'max' = 'last'): RunField => ({
  kind: 'metric',
  key,
  aggregate,
});
const param = (key: string): RunField => ({ kind: 'param', key });
const tag = (key: string): RunField => ({ kind: 'tag', key });
const attribute = (name: Extract<RunField, { kind: 'attribute' }>['name']): RunField => ({
  kind: 'attribute',
  name,
});
const num = (value: number, text = String(value)): SearchValue => ({ type: 'number', value, text });
const text = (value: string): SearchValue => ({ type: 'text', value });
const word = (value: string): RunCondition => ({ kind: 'word', text: value });
const compare = (field: RunField, comparison: Comparison, value: SearchValue): RunCondition => ({
  kind: 'compare',
  field,
  comparison,
  value,
});

function failureOf(search: string): SearchError {
  try {
    parseSearch(search);
  } catch (error) {
    if (error instanceof SearchError) return error;
    throw error;
  }
  throw new Error(`"${search}" is a search`);
}

describe('parseSearch', () => {
  it('reads a whole search, as the contract has it', () => {
    const condition = parseSearch(
      "metrics.val_accuracy > 0.9 and (params.lr <= 1e-3 or tags.team = 'x') and status in ('finished','failed') and not name like 'tmp%'",
    );
    expect(RunCondition.parse(condition)).toEqual(condition);
    expect(condition).toEqual({
      kind: 'all',
      of: [
        compare(metric('val_accuracy'), '>', num(0.9)),
        {
          kind: 'any',
          of: [compare(param('lr'), '<=', num(0.001, '1e-3')), compare(tag('team'), '=', text('x'))],
        },
        {
          kind: 'in',
          field: attribute('status'),
          negated: false,
          values: [text('finished'), text('failed')],
        },
        {
          kind: 'not',
          of: { kind: 'like', field: attribute('name'), negated: false, ignoreCase: false, pattern: 'tmp%' },
        },
      ],
    });
  });

  it('means every run by nothing', () => {
    expect(parseSearch('')).toEqual({ kind: 'all', of: [] });
    expect(parseSearch(' \n\t ')).toEqual({ kind: 'all', of: [] });
  });

  it('binds not before and before or; and may be left out', () => {
    expect(parseSearch('a or b c')).toEqual({
      kind: 'any',
      of: [word('a'), { kind: 'all', of: [word('b'), word('c')] }],
    });
    expect(parseSearch('not a b')).toEqual({ kind: 'all', of: [{ kind: 'not', of: word('a') }, word('b')] });
    expect(parseSearch('NOT (a OR b) AND c')).toEqual({
      kind: 'all',
      of: [{ kind: 'not', of: { kind: 'any', of: [word('a'), word('b')] } }, word('c')],
    });
  });

  it('searches for words and texts in quotes, whatever they begin with', () => {
    expect(parseSearch('bear-2 0190b3c1-7a8e 100% "big bear" order notes 🐉')).toEqual({
      kind: 'all',
      of: ['bear-2', '0190b3c1-7a8e', '100%', 'big bear', 'order', 'notes', '🐉'].map(word),
    });
    expect(parseSearch('bear not dragon')).toEqual({
      kind: 'all',
      of: [word('bear'), { kind: 'not', of: word('dragon') }],
    });
  });

  it.each<[string, RunField]>([
    ['metrics.val_loss', metric('val_loss')],
    ['metrics.recall/bear', metric('recall/bear')],
    ['metric.a.b-c', metric('a.b-c')],
    ['metrics.best.val_loss', metric('val_loss', 'best')],
    ['metrics.last.best.x', metric('best.x')],
    ['metrics.max."a key"', metric('a key', 'max')],
    ['metrics.`best.x`', metric('best.x')],
    ['metrics."say ""hi"""', metric('say "hi"')],
    ['metrics.min', metric('min')],
    ['Metrics.größe', metric('größe')],
  ])('reads %s as the metric it names', (spelling, field) => {
    expect(parseSearch(`${spelling} > 1`)).toEqual(compare(field, '>', num(1)));
  });

  it.each<[string, RunField]>([
    ['params.`my ``key```', param('my `key`')],
    ['parameters.lr', param('lr')],
    ['param.best.lr', param('best.lr')],
    ['tags."mlflow.user"', tag('mlflow.user')],
    ['tag.mlflow.user', tag('mlflow.user')],
    ['attributes.run_name', attribute('name')],
    ['run_id', attribute('id')],
    ['dataset.name', attribute('dataset')],
    ["params.`x'; DROP TABLE runs; --`", param("x'; DROP TABLE runs; --")],
    ['params.constructor', param('constructor')],
  ])('reads %s as the field it names', (spelling, field) => {
    expect(parseSearch(`${spelling} = 'v'`)).toEqual(compare(field, '=', text('v')));
  });

  it('takes the spellings of MLflow and SQL for comparisons', () => {
    for (const [sign, comparison] of [
      ['=', '='],
      ['==', '='],
      ['!=', '!='],
      ['<>', '!='],
      ['<', '<'],
      ['<=', '<='],
      ['>', '>'],
      ['>=', '>='],
    ] as const) {
      expect(parseSearch(`metrics.m${sign}2`)).toEqual(compare(metric('m'), comparison, num(2)));
    }
  });

  it('reads numbers, infinities and NaN', () => {
    const values = ['5', '-5', '+.5', '1.', '1e-3', '-2.5E+10', 'nan', 'inf', '-Infinity'].map((written) => {
      const condition = parseSearch(`metrics.m = ${written}`);
      return condition.kind === 'compare' && condition.value.type === 'number'
        ? condition.value.value
        : undefined;
    });
    expect(values).toEqual([5, -5, 0.5, 1, 0.001, -2.5e10, 'NaN', 'Infinity', '-Infinity']);
  });

  it('compares parameters with numbers, texts and booleans; a number in quotes is a number', () => {
    expect(parseSearch("params.lr = '1e-3'")).toEqual(compare(param('lr'), '=', num(0.001, '1e-3')));
    expect(parseSearch('params.augment = true')).toEqual(
      compare(param('augment'), '=', { type: 'boolean', value: true }),
    );
    expect(parseSearch('params.optimizer = adam')).toEqual(compare(param('optimizer'), '=', text('adam')));
    expect(parseSearch("params.x in (1, 'a')")).toMatchObject({ values: [num(1), text('a')] });
  });

  it('reads a quote that is written twice as one', () => {
    expect(parseSearch("name = 'it''s \"x\"'")).toEqual(compare(attribute('name'), '=', text('it\'s "x"')));
    expect(parseSearch('name = "say ""hi"""')).toEqual(compare(attribute('name'), '=', text('say "hi"')));
  });

  it.each([
    ["'2026-11-24'", '2026-11-24T00:00:00.000Z'],
    ['2026-11-24', '2026-11-24T00:00:00.000Z'],
    ['"2026-11-24 12:30"', '2026-11-24T12:30:00.000Z'],
    ['2026-11-24T12:30:15.5+02:00', '2026-11-24T10:30:15.500Z'],
    ['1664067852747', '2022-09-25T01:04:12.747Z'],
  ])('reads the time %s', (written, at) => {
    expect(parseSearch(`started >= ${written}`)).toEqual(
      compare(attribute('started'), '>=', { type: 'time', at }),
    );
  });

  it.each([
    ['now()', 0],
    ['now() - 7d', -604_800],
    ['NOW()-90m', -5_400],
    ['now() + 1.5h', 5_400],
    ['now() - 2w', -1_209_600],
  ])('reads %s as so many seconds from now', (written, seconds) => {
    expect(parseSearch(`created < ${written}`)).toEqual(
      compare(attribute('created'), '<', { type: 'fromNow', seconds }),
    );
  });

  it('reads a duration in seconds or with a unit', () => {
    expect(parseSearch('duration > 90')).toEqual(compare(attribute('duration'), '>', num(90)));
    expect(parseSearch('duration > 1.5h')).toEqual(compare(attribute('duration'), '>', num(5_400, '1.5h')));
  });

  it('reads statuses in any case, and by the names of MLflow', () => {
    expect(parseSearch("attributes.status = 'FINISHED'")).toEqual(
      compare(attribute('status'), '=', text('finished')),
    );
    expect(parseSearch('status in (KILLED, scheduled)')).toMatchObject({
      values: [text('cancelled'), text('queued')],
    });
  });

  it('reads like, ilike, in and null, each with its not', () => {
    expect(parseSearch("name not ilike '%A_'")).toEqual({
      kind: 'like',
      field: attribute('name'),
      negated: true,
      ignoreCase: true,
      pattern: '%A_',
    });
    expect(parseSearch('seed not in (1, 2)')).toMatchObject({ kind: 'in', negated: true });
    expect(parseSearch('params.x is null')).toEqual({ kind: 'null', field: param('x'), negated: false });
    expect(parseSearch('parent IS NOT NULL')).toEqual({
      kind: 'null',
      field: attribute('parent'),
      negated: true,
    });
  });

  it.each([
    ['name =', 7, 0, /too early: expected a text in quotes/],
    ['metrics.x >', 12, 0, /expected a number/],
    ['a and', 6, 0, /too early/],
    ['lr < 3', 1, 2, /no field "lr"; write metrics\.lr, params\.lr or tags\.lr/],
    ['metrics.x > abc', 13, 3, /compared with a number, not with abc/],
    ["metrics.x > '1'", 13, 3, /compared with a number/],
    ['x ) y', 3, 1, /not \)/],
    ["name = 'abc", 8, 4, /quote ' is not closed/],
    ["status = 'done'", 10, 6, /queued, running, finished/],
    ['x or or y', 6, 2, /not or/],
    ['name in 1', 9, 1, /expected \(/],
    ['name in ()', 10, 1, /expected a text/],
    ['archived = 3', 12, 1, /true or false/],
    ['tags.team > 3', 11, 1, /by = and !=/],
    ["params.x < 'abc'", 12, 5, /with a number/],
    ["metrics.x like 'a'", 11, 4, /is no text/],
    ['name like abc', 11, 3, /pattern in quotes/],
    ['seed is not 3', 13, 1, /expected null/],
    ["created > '2026-02-30'", 11, 12, /a time/],
    ['metrics."a b"', 14, 0, /compared with nothing/],
    ['metrics. = 3', 1, 8, /lacks the key/],
    ['wow!', 4, 1, /means nothing/],
    ['🐉 and )', 8, 1, /not \)/],
  ])('points at what is wrong with %s', (search, column, length, message) => {
    const error = failureOf(search);
    expect(error.message).toMatch(message);
    expect({ column: error.column, length: error.length }).toEqual({ column, length });
  });

  it('shows the place below the text', () => {
    expect(failureOf('metrics.x > abc').pointAt('metrics.x > abc')).toBe('metrics.x > abc\n            ^^^');
  });

  it('refuses brackets without end instead of running out of stack', () => {
    expect(failureOf('('.repeat(4_000)).message).toMatch(/at most 50 brackets deep/);
    expect(failureOf('not '.repeat(4_000)).message).toMatch(/at most 50/);
    const wide = Array.from({ length: 500 }, (_, i) => `w${i}`).join(' or ');
    expect(parseSearch(wide)).toMatchObject({ kind: 'any' });
  });

  it('starts afresh after a failure', () => {
    failureOf('name = ');
    expect(parseSearch('bear')).toEqual(word('bear'));
  });
});
