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

export function toWireFloat(value: number): WireFloat {
  return Number.isFinite(value) ? value : (String(value) as WireFloat);
}

export function fromWireFloat(value: WireFloat): number {
  return Number(value);
}
