import { RUN_STATUSES, type RunStatus } from '@bestiary/contracts/run';
import { RUN_ATTRIBUTES, type RunField, type SearchValue } from '@bestiary/contracts/run-search';
import { toWireFloat } from '@bestiary/contracts/json';

/** A value as it stands in the text. */
export type Literal = {
  kind: 'word' | 'quoted' | 'now' | 'boolean';
  /** without quotes */
  text: string;
};

/** What a field is compared as. */
export type FieldType = (typeof RUN_ATTRIBUTES)[keyof typeof RUN_ATTRIBUTES] | 'param';

export function typeOfField(field: RunField): FieldType {
  switch (field.kind) {
    case 'metric':
      return 'number';
    case 'param':
      return 'param';
    case 'tag':
      return 'text';
    case 'attribute':
      return RUN_ATTRIBUTES[field.name];
  }
}

/** What a field of that type takes, for messages and completion. */
export const EXPECTED_VALUES: Readonly<Record<FieldType, string>> = {
  number: 'a number',
  seconds: 'a number of seconds, or a time as 90s, 5m, 2h, 1d',
  text: 'a text in quotes',
  id: "a run's id",
  param: 'a number, a text in quotes, true or false',
  status: `a status: ${RUN_STATUSES.join(', ')}`,
  time: "a time: '2026-11-24', '2026-11-24T12:00:00Z', now() - 7d",
  boolean: 'true or false',
};

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const SECONDS_OF = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;
const SPAN = /^(\d+(?:\.\d+)?)([smhdw])$/i;

/** MLflow's names of statuses. */
const STATUS_ALIASES = new Map<string, RunStatus>([
  ['scheduled', 'queued'],
  ['killed', 'cancelled'],
]);

/** The value that a literal means to a field of that type; undefined where it means none. */
export function valueOf(literal: Literal, type: FieldType): SearchValue | undefined {
  switch (type) {
    case 'number':
      return literal.kind === 'word' ? numberOf(literal.text) : undefined;
    case 'seconds':
      return literal.kind === 'word' ? (secondsOf(literal.text) ?? numberOf(literal.text)) : undefined;
    case 'param':
      return paramValueOf(literal);
    case 'text':
    case 'id':
      if (literal.kind === 'now') return undefined;
      return { type: 'text', value: literal.text };
    case 'status':
      return statusOf(literal);
    case 'boolean':
      return booleanOf(literal.text);
    case 'time':
      return literal.kind === 'now' ? fromNow(literal.text) : timeOf(literal);
  }
}

function paramValueOf(literal: Literal): SearchValue | undefined {
  if (literal.kind === 'now') return undefined;
  if (literal.kind === 'boolean') return booleanOf(literal.text);
  // MLflow keeps every parameter as text and has its numbers quoted: they are numbers here all the same
  return numberOf(literal.text) ?? { type: 'text', value: literal.text };
}

function numberOf(text: string): SearchValue | undefined {
  const special = /^([+-]?)(nan|inf|infinity)$/i.exec(text);
  const value =
    special === null
      ? Number(text)
      : special[2]!.toLowerCase() === 'nan'
        ? NaN
        : special[1] === '-'
          ? -Infinity
          : Infinity;
  return special !== null || NUMBER.test(text)
    ? { type: 'number', value: toWireFloat(value), text }
    : undefined;
}

function secondsOf(text: string): SearchValue | undefined {
  const span = SPAN.exec(text);
  if (span === null) return undefined;
  const value = Number(span[1]) * SECONDS_OF[span[2]!.toLowerCase() as keyof typeof SECONDS_OF];
  return { type: 'number', value, text };
}

function statusOf({ text }: Literal): SearchValue | undefined {
  const lower = text.toLowerCase();
  const status = STATUS_ALIASES.get(lower) ?? RUN_STATUSES.find((name) => name === lower);
  return status === undefined ? undefined : { type: 'text', value: status };
}

function booleanOf(text: string): SearchValue | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' || lower === 'false' ? { type: 'boolean', value: lower === 'true' } : undefined;
}

function fromNow(text: string): SearchValue {
  const offset = /([+-])\s*(\d+(?:\.\d+)?)\s*([smhdw])$/i.exec(text);
  if (offset === null) return { type: 'fromNow', seconds: 0 };
  const seconds = Number(offset[2]) * SECONDS_OF[offset[3]!.toLowerCase() as keyof typeof SECONDS_OF];
  return { type: 'fromNow', seconds: offset[1] === '-' ? -seconds : seconds };
}

/** A day, a day and time (UTC where no zone is given), or Unix milliseconds as in MLflow. */
function timeOf({ kind, text }: Literal): SearchValue | undefined {
  if (kind === 'word' && /^\d{9,13}$/.test(text)) return toTime(Number(text));
  const iso =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(text);
  if (iso === null) return undefined;
  const [, day, time = '00:00', zone = 'Z'] = iso;
  const at = Date.parse(`${day}T${time}${zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2').toUpperCase()}`);
  // a day that its month does not have would become one of the next
  return Number.isNaN(at) || Number(day!.slice(8)) > daysIn(day!) ? undefined : toTime(at);
}

function daysIn(day: string): number {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();
}

function toTime(ms: number): SearchValue {
  return { type: 'time', at: new Date(ms).toISOString() };
}
