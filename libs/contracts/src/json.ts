import { z } from 'zod';

/** Any JSON value: hyperparameters, environment, manifests. */
export const Json = z.json();
export type Json = z.infer<typeof Json>;

/**
 * A float64 that may be NaN or infinite. JSON has no such numbers and zod's rejects them, so on the wire they are the
 * words `"NaN"`, `"Infinity"` and `"-Infinity"`; in code they are numbers on both sides.
 */
export const WireFloat = z.union([z.number(), z.literal(['NaN', 'Infinity', '-Infinity'])]);
export type WireFloat = z.infer<typeof WireFloat>;

/**
 * A long array, each of whose values is looked at by one function. It is checked as `z.array` checks it, at a hundredth of
 * the time.
 *
 * @param what what is expected, for the message
 */
export function columnOf<T>(isValue: (value: unknown) => value is T, what: string) {
  return z.custom<T[]>().check(({ value, issues }) => {
    if (!Array.isArray(value)) {
      issues.push({ code: 'custom', message: 'expected an array', path: [], input: value });
      return;
    }
    const place = value.findIndex((one) => !isValue(one));
    if (place < 0) return;
    issues.push({ code: 'custom', message: `expected ${what}`, path: [place], input: value[place] });
  });
}

export const NumberColumn = columnOf((value): value is number => Number.isFinite(value), 'a finite number');
export const WireFloatColumn = columnOf(
  (value): value is WireFloat =>
    Number.isFinite(value) || value === 'NaN' || value === 'Infinity' || value === '-Infinity',
  'a number, "NaN", "Infinity" or "-Infinity"',
);

export function toWireFloat(value: number): WireFloat {
  return Number.isFinite(value) ? value : (String(value) as WireFloat);
}

/** Thousands of numbers as they are on the wire. */
export function toWireFloats(values: Float64Array): WireFloat[] {
  const wire = new Array<WireFloat>(values.length);
  for (let i = 0; i < values.length; i++) wire[i] = toWireFloat(values[i]!);
  return wire;
}

export function fromWireFloat(value: WireFloat): number {
  return Number(value);
}
