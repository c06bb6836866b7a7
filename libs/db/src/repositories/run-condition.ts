import { fromWireFloat } from '@bestiary/contracts/json';
import { Id } from '@bestiary/contracts/id';
import { RUN_STATUSES } from '@bestiary/contracts/run';
import {
  type Comparison,
  type RunCondition,
  type RunField,
  type SearchValue,
} from '@bestiary/contracts/run-search';
import { Prisma } from '../generated/client.ts';
import { seriesColumn } from './series-column.ts';

/** A condition on one field. */
type FieldTest = Extract<RunCondition, { field: RunField }>;
type ValueTest = Exclude<FieldTest, { kind: 'null' }>;
type AttributeName = Extract<RunField, { kind: 'attribute' }>['name'];

/**
 * How a condition on metrics, parameters and tags is tested: `sets` gathers all runs that fulfil it, which is fast where
 * every run of a selection is wanted; `probes` looks the value of one run up, which is fast for a few hundred runs.
 */
export type ConditionTest = 'sets' | 'probes';

/**
 * The SQL of a condition on `runs` as r. It is true or false and never null, so that NOT turns it round. Whatever the
 * user wrote is a parameter of the statement.
 */
export function conditionSql(condition: RunCondition, by: ConditionTest): Prisma.Sql {
  const parts = (of: readonly RunCondition[]) => of.map((part) => conditionSql(part, by));
  switch (condition.kind) {
    case 'all':
      return condition.of.length === 0 ? TRUE : joined(parts(condition.of), ' AND ');
    case 'any':
      return condition.of.length === 0 ? FALSE : joined(parts(condition.of), ' OR ');
    case 'not':
      return Prisma.sql`NOT ${conditionSql(condition.of, by)}`;
    case 'word':
      return wordSql(condition.text, by);
    default:
      return fieldSql(condition, by);
  }
}

/** Name, dataset, project, status, id or a tag (as `key=value`) holds these characters, whatever their case. */
export function wordSql(word: string, by: ConditionTest): Prisma.Sql {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  const lower = word.toLowerCase();
  const statuses = RUN_STATUSES.filter((status) => status.includes(lower));
  const ofRun = [
    Prisma.sql`r.sort_name LIKE lower(${pattern})`,
    Prisma.sql`r.project_id IN (SELECT id FROM projects WHERE name ILIKE ${pattern})`,
    known(
      Prisma.sql`r.dataset_id`,
      Prisma.sql`r.dataset_id IN (SELECT id FROM datasets WHERE name ILIKE ${pattern})`,
    ),
    ...(statuses.length === 0 ? [] : [statusIn(statuses)]),
    ...(/^[0-9a-f-]+$/.test(lower) ? [Prisma.sql`r.id::text LIKE ${pattern.toLowerCase()}`] : []),
  ];
  const tagHolds = Prisma.sql`folded LIKE lower(${pattern})`;
  if (by === 'probes') {
    const ofTags = Prisma.sql`coalesce((SELECT bool_or(${tagHolds}) FROM tags WHERE run_id = r.id), false)`;
    return joined([...ofRun, ofTags], ' OR ');
  }
  // each part by an index of its own
  const sets = ofRun.map((test) => Prisma.sql`SELECT r.id FROM runs r WHERE ${test}`);
  sets.push(Prisma.sql`SELECT run_id FROM tags WHERE ${tagHolds}`);
  return Prisma.sql`r.id IN (${Prisma.join(sets, ' UNION ALL ')})`;
}

const TRUE = Prisma.sql`true`;
const FALSE = Prisma.sql`false`;
const NUMBER = Prisma.sql`number`;

function joined(parts: Prisma.Sql[], by: ' AND ' | ' OR '): Prisma.Sql {
  return Prisma.sql`(${Prisma.join(parts, by)})`;
}

function fieldSql(test: FieldTest, by: ConditionTest): Prisma.Sql {
  const { field } = test;
  switch (field.kind) {
    case 'attribute':
      return attributeSql(field.name, test);
    case 'metric': {
      const value = seriesColumn(field);
      const keyed = { table: Prisma.sql`series`, key: field.key, by };
      if (test.kind === 'null')
        return negatedIf(!test.negated, hasKey(keyed, Prisma.sql`${value} IS NOT NULL`));
      return hasKey(keyed, numberSql(value, test));
    }
    case 'param': {
      const keyed = { table: Prisma.sql`params`, key: field.key, by };
      if (test.kind === 'null') return negatedIf(!test.negated, hasKey(keyed, TRUE));
      return hasKey(keyed, paramSql(test));
    }
    case 'tag': {
      const keyed = { table: Prisma.sql`tags`, key: field.key, by };
      if (test.kind === 'null') return negatedIf(!test.negated, hasKey(keyed, TRUE));
      return hasKey(keyed, textSql({ whole: Prisma.sql`value`, prefix: Prisma.sql`prefix` }, test));
    }
  }
}

/** Whether the run has the key in a table of (run, key), with a row that fulfils the test. Never null. */
function hasKey(
  { table, key, by }: { table: Prisma.Sql; key: string; by: ConditionTest },
  test: Prisma.Sql,
): Prisma.Sql {
  return by === 'sets'
    ? Prisma.sql`r.id IN (SELECT run_id FROM ${table} WHERE key = ${key} AND ${test})`
    : Prisma.sql`coalesce((SELECT ${test} FROM ${table} WHERE run_id = r.id AND key = ${key}), false)`;
}

function attributeSql(name: AttributeName, test: FieldTest): Prisma.Sql {
  if (test.kind === 'null') return negatedIf(test.negated, Prisma.sql`${COLUMN_OF[name]} IS NULL`);
  switch (name) {
    case 'name':
      return textSql({ whole: Prisma.sql`r.name` }, test);
    case 'project':
      return Prisma.sql`r.project_id IN (SELECT id FROM projects WHERE ${textSql({ whole: Prisma.sql`name` }, test)})`;
    case 'dataset':
      return known(
        COLUMN_OF[name],
        Prisma.sql`r.dataset_id IN (SELECT id FROM datasets WHERE ${textSql({ whole: Prisma.sql`name` }, test)})`,
      );
    case 'status':
      return negatedIf(isNegated(test), statusIn(textsOf(test)));
    case 'id':
    case 'parent':
      return known(COLUMN_OF[name], idSql(COLUMN_OF[name], test));
    case 'seed':
      return known(COLUMN_OF[name], numberSql(Prisma.sql`r.seed::float8`, test));
    case 'duration':
      return known(
        COLUMN_OF[name],
        numberSql(Prisma.sql`extract(epoch FROM coalesce(r.ended_at, now()) - r.started_at)::float8`, test),
      );
    case 'created':
    case 'started':
    case 'ended':
      return known(COLUMN_OF[name], timeSql(COLUMN_OF[name], test));
    case 'archived': {
      const wanted = valuesOf(test).some((value) => value.type === 'boolean' && value.value);
      const unwanted = valuesOf(test).some((value) => value.type === 'boolean' && !value.value);
      const archived = Prisma.sql`r.archived_at IS NOT NULL`;
      const either = wanted && unwanted ? TRUE : wanted ? archived : Prisma.sql`NOT (${archived})`;
      return negatedIf(isNegated(test), either);
    }
  }
}

const COLUMN_OF: Readonly<Record<AttributeName, Prisma.Sql>> = {
  name: Prisma.sql`r.name`,
  status: Prisma.sql`r.status`,
  project: Prisma.sql`r.project_id`,
  dataset: Prisma.sql`r.dataset_id`,
  id: Prisma.sql`r.id`,
  parent: Prisma.sql`r.parent_id`,
  seed: Prisma.sql`r.seed`,
  created: Prisma.sql`r.created_at`,
  started: Prisma.sql`r.started_at`,
  ended: Prisma.sql`r.ended_at`,
  duration: Prisma.sql`r.started_at`,
  archived: Prisma.sql`r.archived_at`,
};

/** False where the column is null; an index of the column still serves the test. */
function known(column: Prisma.Sql, test: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${column} IS NOT NULL AND ${test})`;
}

function negatedIf(negated: boolean, test: Prisma.Sql): Prisma.Sql {
  return negated ? Prisma.sql`NOT (${test})` : Prisma.sql`(${test})`;
}

function isNegated(test: ValueTest): boolean {
  return test.kind === 'compare' ? test.comparison === '!=' : test.negated;
}

function valuesOf(test: ValueTest): SearchValue[] {
  if (test.kind === 'like') return [];
  return test.kind === 'in' ? test.values : [test.value];
}

/** The values as they are compared with texts. */
function textsOf(test: ValueTest): string[] {
  return valuesOf(test).map((value) => {
    switch (value.type) {
      case 'number':
        return value.text;
      case 'text':
      case 'boolean':
        return String(value.value);
      case 'time':
        return value.at;
      case 'fromNow':
        return String(value.seconds);
    }
  });
}

const SIGNS: Readonly<Record<Comparison, Prisma.Sql>> = {
  '=': Prisma.sql`=`,
  '!=': Prisma.sql`<>`,
  '<': Prisma.sql`<`,
  '<=': Prisma.sql`<=`,
  '>': Prisma.sql`>`,
  '>=': Prisma.sql`>=`,
};

/** A float8 column by IEEE 754: NaN is less or greater than nothing. It equals itself here, so that it can be found. */
function numberSql(column: Prisma.Sql, test: ValueTest): Prisma.Sql {
  const numbers = valuesOf(test).flatMap((value) =>
    value.type === 'number' ? [fromWireFloat(value.value)] : [],
  );
  if (test.kind !== 'compare') {
    return negatedIf(isNegated(test), Prisma.sql`${column} = ANY (${numbers.map(String)}::text[]::float8[])`);
  }
  const [number = NaN] = numbers;
  const { comparison } = test;
  const compared = Prisma.sql`${column} ${SIGNS[comparison]} ${String(number)}::text::float8`;
  if (comparison === '=' || comparison === '!=') return compared;
  if (Number.isNaN(number)) return FALSE;
  // Postgres takes NaN for the greatest of numbers
  return comparison === '>' || comparison === '>=' ? Prisma.sql`${compared} AND ${column} < 'NaN'` : compared;
}

function timeSql(column: Prisma.Sql, test: ValueTest): Prisma.Sql {
  const times = valuesOf(test).map((value) => {
    if (value.type === 'time') return Prisma.sql`${value.at}::timestamptz`;
    const seconds = value.type === 'fromNow' ? value.seconds : 0;
    return Prisma.sql`(now() + make_interval(secs => ${seconds}::float8))`;
  });
  if (test.kind === 'compare') return Prisma.sql`${column} ${SIGNS[test.comparison]} ${times[0]!}`;
  return negatedIf(isNegated(test), Prisma.sql`${column} IN (${Prisma.join(times)})`);
}

function idSql(column: Prisma.Sql, test: ValueTest): Prisma.Sql {
  if (test.kind === 'like')
    return likeSql(Prisma.sql`${column}::text`, { ...test, pattern: test.pattern.toLowerCase() });
  const ids = textsOf(test).filter((text) => Id.safeParse(text).success); // nothing else is anyone's id
  return negatedIf(isNegated(test), Prisma.sql`${column} = ANY (${ids}::uuid[])`);
}

function statusIn(statuses: readonly string[]): Prisma.Sql {
  return Prisma.sql`r.status = ANY (${[...statuses]}::text[]::run_status[])`;
}

/** Numbers are compared as numbers, all else as text. */
function paramSql(test: ValueTest): Prisma.Sql {
  const text = { whole: Prisma.sql`(value #>> '{}')`, prefix: Prisma.sql`prefix` };
  if (test.kind === 'like') return likeSql(text.whole, test);
  const numbers = valuesOf(test).filter(
    (value) => value.type === 'number' && Number.isFinite(Number(value.value)),
  );
  if (test.kind === 'compare') {
    if (numbers.length === 0) return textSql(text, test);
    if (test.comparison === '!=') {
      return Prisma.sql`NOT ${known(NUMBER, numberSql(NUMBER, { ...test, comparison: '=' }))}`;
    }
    return numberSql(NUMBER, test);
  }
  const texts = valuesOf(test).filter((value) => !numbers.includes(value));
  const positive = { ...test, negated: false } as const;
  const either = [
    ...(numbers.length === 0 ? [] : [known(NUMBER, numberSql(NUMBER, { ...positive, values: numbers }))]),
    ...(texts.length === 0 ? [] : [textSql(text, { ...positive, values: texts })]),
  ];
  return negatedIf(test.negated, Prisma.join(either, ' OR '));
}

/** Beginnings of so many characters are in an index. */
const PREFIX_LENGTH = 250;

function textSql(column: { whole: Prisma.Sql; prefix?: Prisma.Sql }, test: ValueTest): Prisma.Sql {
  if (test.kind === 'like') return likeSql(column.whole, test);
  const texts = textsOf(test);
  const short = texts.every((text) => text.length < PREFIX_LENGTH);
  const equal =
    column.prefix !== undefined && short
      ? Prisma.sql`${column.prefix} = ANY (${texts}::text[])`
      : Prisma.sql`${column.whole} = ANY (${texts}::text[])`;
  return negatedIf(isNegated(test), equal);
}

function likeSql(text: Prisma.Sql, test: Extract<ValueTest, { kind: 'like' }>): Prisma.Sql {
  const escapes = /\\*$/.exec(test.pattern)![0].length;
  const pattern = escapes % 2 === 0 ? test.pattern : `${test.pattern}\\`; // at its end a backslash is itself
  const sign = test.ignoreCase ? Prisma.sql`ILIKE` : Prisma.sql`LIKE`;
  return negatedIf(test.negated, Prisma.sql`${text} ${sign} ${pattern}`);
}
