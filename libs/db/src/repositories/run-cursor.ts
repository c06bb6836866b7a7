import { BestiaryError } from '@bestiary/contracts/error';
import { type RunSort } from '@bestiary/contracts/run';
import { z } from 'zod';

/** Where a page of runs ended: the last row's place in the order, and what was found out for the first page. */
const RunCursor = z.object({
  /** `by direction` of the order it belongs to */
  order: z.string(),
  /** 0 value, 1 what cannot be compared with values, 2 no value */
  rank: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  /** the value as Postgres writes it, '' where there is none */
  value: z.string(),
  id: z.uuid(),
  /** the time at which running runs' durations are measured, on all pages alike */
  asOf: z.iso.datetime(),
  total: z.int().min(0),
  totalIsExact: z.boolean(),
});
export type RunCursor = z.infer<typeof RunCursor>;

export function orderOf({ by, direction }: RunSort): string {
  return `${by} ${direction}`;
}

export function encodeCursor(cursor: RunCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws BestiaryError `invalid_input` where the text is no cursor, or one of another order */
export function decodeCursor(text: string, sort: RunSort): RunCursor {
  const parsed = RunCursor.safeParse(parseJson(Buffer.from(text, 'base64url').toString('utf8')));
  if (!parsed.success || parsed.data.order !== orderOf(sort)) {
    throw new BestiaryError('invalid_input', `"${text}" is no cursor of runs sorted by ${orderOf(sort)}`, {
      hint: 'begin again without a cursor',
    });
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
