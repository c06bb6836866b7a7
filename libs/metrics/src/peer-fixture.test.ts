import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** A number as tools/metrics-fixtures writes it: `null` stands for NaN. */
export type Written = number | null | 'Infinity';

/** What tools/metrics-fixtures/src/peers/NAME.py wrote. */
export function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(join(import.meta.dirname, `../fixtures/${name}.json`), 'utf8')) as T;
}

/** Agrees to 1e-12, of values above 1 relative to them; NaN and infinity exactly. */
export function expectAgreement(ours: number, theirs: Written, of: string): void {
  const expected = theirs === null ? NaN : Number(theirs);
  if (!Number.isFinite(expected)) {
    expect(ours, of).toBe(expected);
    return;
  }
  const difference = Math.abs(ours - expected) / Math.max(1, Math.abs(expected));
  expect(difference, `${of}: ${ours}, not ${expected}`).toBeLessThanOrEqual(1e-12);
}

/** As {@link expectAgreement}, number by number. */
export function expectAllAgree(ours: ArrayLike<number>, theirs: readonly Written[], of: string): void {
  expect(ours.length, `${of}: length`).toBe(theirs.length);
  theirs.forEach((number, i) => expectAgreement(ours[i]!, number, `${of}[${i}]`));
}
