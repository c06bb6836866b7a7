import { formatMetric, formatShort } from './format.ts';

/** A parameter's or metric's value of a run; `null`: it has none. */
export type FieldValue = number | string | boolean | null;

export interface FieldScale {
  kind: 'linear' | 'log' | 'category';
  /** 0 (the least) … 1; `null` where there is nothing to place: no value, NaN, infinity */
  placeOf: (value: FieldValue) => number | null;
  ticks: { at: number; label: string }[];
}

/** From this ratio of the greatest to the least number on, a scale of positive numbers is logarithmic. */
const LOG_FROM = 50;
const TICKS = 5;

/**
 * Places values on an axis. Numbers go on a linear scale, or on a logarithmic one where they are positive and span a lot
 * (learning rates do); as soon as one is a word, all are categories, in the order of their words, numbers by size.
 */
export function scaleOf(values: readonly FieldValue[], given?: 'linear' | 'log'): FieldScale {
  const known = values.filter((value) => value !== null);
  if (known.some((value) => typeof value !== 'number')) return categories(known);
  const finite = (known as number[]).filter(Number.isFinite);
  if (finite.length === 0) return { kind: 'linear', placeOf: () => null, ticks: [] };
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const logarithmic = given === undefined ? low > 0 && high / low >= LOG_FROM : given === 'log' && low > 0;
  return logarithmic ? logScale(low, high) : linearScale(low, high);
}

function linearScale(low: number, high: number): FieldScale {
  const span = high - low;
  return {
    kind: 'linear',
    placeOf: (value) => place(value, (number) => (span === 0 ? 0.5 : (number - low) / span)),
    ticks:
      span === 0
        ? [{ at: 0.5, label: formatTick(low, 1) }]
        : roundTicks(low, high).map((tick) => ({ at: (tick - low) / span, label: formatTick(tick, span) })),
  };
}

function logScale(low: number, high: number): FieldScale {
  const span = Math.log(high / low);
  const at = (value: number) => (span === 0 ? 0.5 : Math.log(value / low) / span);
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const powers = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => 10 ** (first + i));
  const ticks = powers.length >= 2 ? powers : [low, high];
  return {
    kind: 'log',
    placeOf: (value) => place(value, (number) => (number > 0 ? at(number) : null)),
    ticks: ticks.map((tick) => ({ at: at(tick), label: formatShort(tick, 3) })),
  };
}

function categories(values: readonly (number | string | boolean)[]): FieldScale {
  const words = [...new Set(values.map(String))].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const at = (i: number) => (words.length === 1 ? 0.5 : i / (words.length - 1));
  const places = new Map(words.map((word, i) => [word, at(i)]));
  return {
    kind: 'category',
    placeOf: (value) => (value === null ? null : (places.get(String(value)) ?? null)),
    ticks: words.map((word, i) => ({ at: at(i), label: word })),
  };
}

function place(value: FieldValue, at: (value: number) => number | null): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? at(value) : null;
}

/** Multiples of 1, 2 or 5 times a power of ten within the range, about five. */
function roundTicks(low: number, high: number): number[] {
  const raw = (high - low) / TICKS;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.push(i * step);
  return ticks;
}

function formatTick(value: number, span: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 1 - Math.floor(Math.log10(span)));
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) return formatMetric(value);
  return formatShort(Number(value.toFixed(Math.min(6, digits + 1))), 15);
}
