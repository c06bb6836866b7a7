/** Words for numbers, the same on every page, in the trainer's tables and in pictures. Locale is English (`en`). */

const counts = new Intl.NumberFormat('en');

/** A whole number with thousands separators: `12,345`. */
export function formatCount(value: number): string {
  return counts.format(value);
}

/** A metric's value with about four significant digits: `0.9213`, `12.35`, `1.2e-5`; `NaN` and infinities by name. */
export function formatMetric(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size >= 1e6 || size < 1e-4) return sign + size.toExponential(2).replace('e+', 'e').replace('e-', 'e−');
  if (size >= 1_000) return sign + counts.format(Math.round(size));
  if (size >= 100) return sign + size.toFixed(1);
  if (size >= 10) return sign + size.toFixed(2);
  return sign + size.toFixed(4);
}

/** A share of 1 in per cent: `93.4 %`. Neither rounds up to 100 nor down to 0 what is not. */
export function formatShare(value: number, digits = 1): string {
  if (!Number.isFinite(value)) return formatMetric(value);
  const smallest = 10 ** -digits;
  const percent = value * 100;
  if (percent > 0 && percent < smallest / 2) return `<${smallest.toFixed(digits)} %`;
  if (percent < 100 && percent > 100 - smallest / 2) return `>${(100 - smallest).toFixed(digits)} %`;
  return `${percent.toFixed(digits)} %`;
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
  return `${formatShare(value)} (${(low * 100).toFixed(1)} – ${(high * 100).toFixed(1)} %)`;
}

/** A length of time in milliseconds: `850 ms`, `12.4 s`, `3 min 05 s`, `2 h 14 min`, `3 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return '–';
  const ms = Math.max(0, milliseconds);
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1_440) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
  const hours = Math.round(ms / 3_600_000);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A size in bytes, in powers of 1,024: `634 B`, `12.3 KiB`, `9.2 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_024) return `${counts.format(bytes)} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let value = bytes / 1_024;
  let unit = 0;
  while (value >= 1_023.95 && unit < units.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  return `${value.toFixed(1)} ${units[unit]}`;
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

/** A day in UTC: `2026-11-24`. */
export function formatDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** A moment in the reader's time zone: `2026-11-24 15:04:05`. */
export function formatMoment(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  return (
    `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ` +
    `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  );
}
