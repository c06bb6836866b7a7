import { localeNow } from './locale.ts';

/**
 * Words for numbers and times, the same on every page, in the trainer's tables and in pictures. The words are English;
 * decimal and thousands separators and the order of a date are the reader's (`locale.ts`), digits always 0 to 9.
 */

const numberFormats = new Map<string, Intl.NumberFormat>();
const timeFormats = new Map<string, Intl.DateTimeFormat>();

/** Formats are dear to make and cheap to keep: one for each locale and kind. */
function numberFormat(kind: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const locale = localeNow();
  const key = `${locale} ${kind}`;
  let format = numberFormats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, { numberingSystem: 'latn', ...options });
    numberFormats.set(key, format);
  }
  return format;
}

function timeFormat(kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = localeNow();
  const key = `${locale} ${kind}`;
  let format = timeFormats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, { numberingSystem: 'latn', calendar: 'gregory', ...options });
    timeFormats.set(key, format);
  }
  return format;
}

/** A whole number with thousands separators: `12,345`. */
export function formatCount(value: number): string {
  return numberFormat('count', { maximumFractionDigits: 0 }).format(value);
}

/** A number with so many digits after the decimal separator, without thousands separators: `0.9200`. */
export function formatFixed(value: number, digits: number): string {
  return numberFormat(`fixed ${digits}`, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  }).format(value);
}

/** A number with at most so many significant digits, as few as it takes: `0.25`, `1.2e−5`. */
export function formatShort(value: number, digits: number): string {
  if (!Number.isFinite(value)) return formatMetric(value);
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  const sign = rounded < 0 ? '−' : '';
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) return sign + exponential(size.toExponential());
  return sign + numberFormat('short', { maximumFractionDigits: 20, useGrouping: 'min2' }).format(size);
}

/** A parameter's value, which is mostly written by hand: whole numbers whole, others with five digits: `128`, `3.16e−7`. */
export function formatSetting(value: number): string {
  return Number.isSafeInteger(value) && Math.abs(value) < 1e15
    ? numberFormat('setting', { useGrouping: 'min2' }).format(value).replace('-', '−')
    : formatShort(value, 5);
}

/** A metric's value with about four significant digits: `0.9213`, `12.35`, `1.2e-5`; `NaN` and infinities by name. */
export function formatMetric(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size >= 1e6 || size < 1e-4) return sign + exponential(size.toExponential(2));
  if (size >= 1_000) return sign + formatCount(Math.round(size));
  if (size >= 100) return sign + formatFixed(size, 1);
  if (size >= 10) return sign + formatFixed(size, 2);
  return sign + formatFixed(size, 4);
}

/** `1.5e-7` as people write it: with the reader's separator and a minus sign. */
function exponential(written: string): string {
  const [mantissa = '', exponent = ''] = written.split('e');
  const digits = mantissa.includes('.') ? mantissa.length - mantissa.indexOf('.') - 1 : 0;
  return `${formatFixed(Number(mantissa), digits)}e${exponent.replace('+', '').replace('-', '−')}`;
}

/** A share of 1 in per cent: `93.4 %`. Neither rounds up to 100 nor down to 0 what is not. */
export function formatShare(value: number, digits = 1): string {
  if (!Number.isFinite(value)) return formatMetric(value);
  const smallest = 10 ** -digits;
  const percent = value * 100;
  if (percent > 0 && percent < smallest / 2) return `<${formatFixed(smallest, digits)} %`;
  if (percent < 100 && percent > 100 - smallest / 2) return `>${formatFixed(100 - smallest, digits)} %`;
  return `${formatFixed(percent, digits)} %`;
}

/** From a share of 1 to another, in per cent: `88.6 – 97.0 %`. */
export function formatShareRange(low: number, high: number): string {
  return `${formatFixed(low * 100, 1)} – ${formatFixed(high * 100, 1)} %`;
}

/** A share with the ends of its interval, in so far as they are known: `93.4 % (88.6 – 97.0 %)`. */
export function formatInterval({
  value,
  low,
  high,
}: {
  value: number | null;
  low: number | null;
  high: number | null;
}): string {
  if (value === null) return '–';
  if (low === null || high === null) return formatShare(value);
  return `${formatShare(value)} (${formatShareRange(low, high)})`;
}

/** A length of time in milliseconds: `850 ms`, `12.4 s`, `3 min 05 s`, `2 h 14 min`, `3 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return '–';
  const ms = Math.max(0, milliseconds);
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${formatFixed(ms / 1_000, 1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1_440) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
  const hours = Math.round(ms / 3_600_000);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A size in bytes, in powers of 1,024: `634 B`, `12.3 KiB`, `9.2 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_024) return `${formatCount(bytes)} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let value = bytes / 1_024;
  let unit = 0;
  while (value >= 1_023.95 && unit < units.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  return `${formatFixed(value, 1)} ${units[unit]}`;
}

/** How long ago `then` was, seen from `now` (both Unix milliseconds): `just now`, `4 min ago`, `3 d ago`. */
export function formatAgo(then: number, now: number): string {
  const seconds = Math.round((now - then) / 1_000);
  if (seconds < 10) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  if (seconds < 30 * 86_400) return `${Math.floor(seconds / 86_400)} d ago`;
  return formatDay(then);
}

/** A day in UTC: `Nov 24, 2026`. */
export function formatDay(time: number): string {
  return timeFormat('day', { dateStyle: 'medium', timeZone: 'UTC' }).format(time);
}

/** A moment in the reader's time zone: `Nov 24, 2026, 3:04:05 PM`. */
export function formatMoment(time: number): string {
  return timeFormat('moment', { dateStyle: 'medium', timeStyle: 'medium' }).format(time);
}
