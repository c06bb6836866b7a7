import { describe, expect, it } from 'vitest';
import { formatAgo, formatBytes, formatDuration, formatMetric, formatShare } from './format.ts';

describe('formatMetric', () => {
  it.each([
    [0.92134, '0.9213'],
    [0, '0'],
    [-0.5, '−0.5000'],
    [12.345, '12.35'],
    [123.45, '123.5'],
    [12345.6, '12,346'],
    [0.0000123, '1.23e−5'],
    [2_500_000, '2.50e6'],
    [Number.NaN, 'NaN'],
    [-Infinity, '−∞'],
  ])('writes %d as %s', (value, words) => expect(formatMetric(value)).toBe(words));
});

describe('formatShare', () => {
  it('never rounds a single mistake away', () => {
    expect(formatShare(9_999 / 10_000)).toBe('>99.9 %');
    expect(formatShare(1 / 10_000)).toBe('<0.1 %');
    expect(formatShare(1)).toBe('100.0 %');
    expect(formatShare(0)).toBe('0.0 %');
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [999.6, '1.0 s'],
    [12_400, '12.4 s'],
    [59_960, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [8_040_000, '2 h 14 min'],
    [3_599_600, '1 h 00 min'],
    [100 * 3_600_000, '4 d 4 h'],
    [-5, '0 ms'],
  ])('writes %d ms as %s', (ms, words) => expect(formatDuration(ms)).toBe(words));
});

it('formatBytes changes units at powers of 1,024', () => {
  expect(formatBytes(1_023)).toBe('1,023 B');
  expect(formatBytes(1_024)).toBe('1.0 KiB');
  expect(formatBytes(1_048_575)).toBe('1.0 MiB');
});

it('formatAgo names the day once a month has passed', () => {
  const now = Date.UTC(2026, 10, 24);
  expect(formatAgo(now - 3_000, now)).toBe('just now');
  expect(formatAgo(now - 5 * 60_000, now)).toBe('5 min ago');
  expect(formatAgo(now - 40 * 86_400_000, now)).toBe('2026-10-15');
});
