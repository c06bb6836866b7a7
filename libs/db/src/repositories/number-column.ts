import { Prisma } from '../generated/client.ts';

/*
 * Thousands of numbers as one text: base64 of 8 bytes each, big-endian. As an array, as JSON or as rows they take the
 * database and Node several times as long.
 */

/** An aggregate of float8s. NaN and infinities are among them. @param order what they are sorted by */
export function floatColumn(value: Prisma.Sql, order: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`encode(string_agg(float8send(${value}), ''::bytea ORDER BY ${order}), 'base64')`;
}

/** An aggregate of bigints up to 2^53. */
export function integerColumn(value: Prisma.Sql, order: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`encode(string_agg(int8send(${value}), ''::bytea ORDER BY ${order}), 'base64')`;
}

/** An aggregate of timestamptzs. */
export function timeColumn(value: Prisma.Sql, order: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`encode(string_agg(timestamptz_send(${value}), ''::bytea ORDER BY ${order}), 'base64')`;
}

/** @returns `[n]` what {@link floatColumn} gave */
export function readFloats(text: string): Float64Array {
  const view = viewOf(text);
  const numbers = new Float64Array(view.byteLength / 8);
  for (let i = 0; i < numbers.length; i++) numbers[i] = view.getFloat64(8 * i);
  return numbers;
}

/** @returns `[n]` what {@link integerColumn} gave */
export function readIntegers(text: string): Float64Array {
  const view = viewOf(text);
  const numbers = new Float64Array(view.byteLength / 8);
  for (let i = 0; i < numbers.length; i++) {
    numbers[i] = view.getInt32(8 * i) * 2 ** 32 + view.getUint32(8 * i + 4);
  }
  return numbers;
}

/** Postgres counts microseconds from here (Unix milliseconds). */
const POSTGRES_EPOCH = Date.UTC(2000, 0, 1);

/** @returns `[n]` Unix milliseconds of what {@link timeColumn} gave */
export function readTimes(text: string): Float64Array {
  return readIntegers(text).map((microseconds) => POSTGRES_EPOCH + microseconds / 1_000);
}

function viewOf(base64: string): DataView {
  const bytes = Buffer.from(base64, 'base64');
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
