import { logLoss } from '@bestiary/metrics/log-loss';
import { expect, it } from 'vitest';
import { scaleTemperature } from './prepare-temperature.ts';

/** 8 of 9 right where 99 % is claimed, in both halves. */
const ROWS = 1_800;
const LABELS = Int32Array.from({ length: ROWS }, (_, row) => Number(row % 3 === 0));
const CLAIMED = Float32Array.from({ length: ROWS * 2 }, (_, i) => {
  const row = i >> 1;
  const isSure = row % 9 === 7 ? i % 2 !== LABELS[row] : i % 2 === LABELS[row];
  return isSure ? 0.99 : 0.01;
});

it('a run that is too sure of itself is scaled to what is so', () => {
  const scaled = scaleTemperature(CLAIMED, LABELS, 2)!;
  expect(scaled.temperature).toBeCloseTo(Math.log(99) / Math.log(8), 2);
  expect(scaled.atBound).toBe(false);
  expect(logLoss(scaled.probabilities, LABELS, 2)).toBeLessThan(logLoss(CLAIMED, LABELS, 2) - 0.1);
  for (let row = 0; row < ROWS; row++) {
    const [one, other] = [scaled.probabilities[row * 2]!, scaled.probabilities[row * 2 + 1]!];
    expect(one + other).toBeCloseTo(1, 12);
    expect(other > one).toBe(CLAIMED[row * 2 + 1]! > CLAIMED[row * 2]!);
  }
});

it('a row is scaled by what the other half says: its own label has no say', () => {
  const turned = LABELS.slice();
  for (let row = 0; row < ROWS; row += 2) turned[row] = 1 - turned[row]!;
  const before = scaleTemperature(CLAIMED, LABELS, 2)!.probabilities;
  const after = scaleTemperature(CLAIMED, turned, 2)!.probabilities;
  expect(after[0]).toBe(before[0]);
  expect(after[2]).not.toBe(before[2]);
});

it('one row is too few', () => {
  expect(scaleTemperature(Float32Array.from([0.3, 0.7]), Int32Array.from([1]), 2)).toBeNull();
});
