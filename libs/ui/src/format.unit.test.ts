import { afterEach, describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDuration,
  formatFixed,
  formatMetric,
  formatMoment,
  formatSetting,
  formatShare,
  formatShareRange,
  formatShort,
} from './format.ts';
import { provideLocale } from './locale.ts';

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
  expect(formatAgo(now - 40 * 86_400_000, now)).toBe('Oct 15, 2026');
});

describe('formatSetting', () => {
  it.each([
    [128, '128'],
    [1_024, '1024'],
    [60_000, '60,000'],
    [-1, '−1'],
    [0.001, '0.001'],
    [1e-7, '1e−7'],
    [0.0000123456789, '1.2346e−5'],
    [0.1 + 0.2, '0.3'],
    [NaN, 'NaN'],
  ])('writes %d as %s', (value, words) => expect(formatSetting(value)).toBe(words));
});

it('formatShort writes no more digits than it takes', () => {
  expect(formatShort(0.25, 4)).toBe('0.25');
  expect(formatShort(0.123456, 4)).toBe('0.1235');
  expect(formatShort(-2_500_000, 4)).toBe('−2.5e6');
  expect(formatShort(0, 4)).toBe('0');
});

describe('of a reader elsewhere', () => {
  afterEach(() => provideLocale(() => undefined));

  it('German numbers have a decimal comma, and dates begin with the day', () => {
    provideLocale(() => 'de-DE');
    expect(formatCount(12_345)).toBe('12.345');
    expect(formatMetric(0.92134)).toBe('0,9213');
    expect(formatMetric(1.5e-5)).toBe('1,50e−5');
    expect(formatShare(9_999 / 10_000)).toBe('>99,9 %');
    expect(formatShareRange(0.886, 0.97)).toBe('88,6 – 97,0 %');
    expect(formatSetting(0.001)).toBe('0,001');
    expect(formatDuration(12_400)).toBe('12,4 s');
    expect(formatBytes(1_536)).toBe('1,5 KiB');
    expect(formatMoment(Date.UTC(2026, 10, 24, 12))).toMatch(/^24\.11\.2026, \d\d:00:00$/);
  });

  it('digits stay 0 to 9 and years Gregorian, so that columns of figures line up everywhere', () => {
    provideLocale(() => 'ar-EG');
    expect(formatFixed(0.5, 4)).toMatch(/^0[.,٫]5000$/);
    expect(formatMoment(Date.UTC(2026, 10, 24, 12))).toContain('2026');
    provideLocale(() => 'th-TH-u-ca-buddhist');
    expect(formatMoment(Date.UTC(2026, 10, 24, 12))).toContain('2026');
  });
});
