import { BestiaryError } from '@bestiary/contracts/error';
import { type RunSort } from '@bestiary/contracts/run';

/** Where a page of runs ended: the last row's place in the order. */
export type RunCursor = {
  /** `by direction` of the order it belongs to */
  order: string;
  /** 0 value, 1 NaN, 2 no value */
  rank: number;
  /** the value as Postgres writes it, '' where there is none */
  value: string;
  id: string;
  /** the time at which running runs' durations are measured, on all pages alike */
  asOf: string;
};

export function orderOf({ by, direction }: RunSort): string {
  return `${by} ${direction}`;
}

export function encodeCursor({ order, rank, value, id, asOf }: RunCursor): string {
  return Buffer.from(JSON.stringify([order, rank, value, id, asOf])).toString('base64url');
}

/** @throws BestiaryError `invalid_input` where the text is no cursor, or one of another order */
export function decodeCursor(text: string, sort: RunSort): RunCursor {
  const [order, rank, value, id, asOf] = parseTuple(text);
  if (
    order !== orderOf(sort) ||
    typeof rank !== 'number' ||
    ![0, 1, 2].includes(rank) ||
    typeof value !== 'string' ||
    typeof id !== 'string' ||
    !/^[0-9a-f-]{36}$/.test(id) ||
    typeof asOf !== 'string' ||
    Number.isNaN(Date.parse(asOf))
  ) {
    throw new BestiaryError('invalid_input', `"${text}" is no cursor of runs sorted by ${orderOf(sort)}`, {
      hint: 'begin again without a cursor',
    });
  }
  return { order, rank, value, id, asOf };
}

function parseTuple(text: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? (parsed as unknown[]) : [];
  } catch {
    return [];
  }
}
