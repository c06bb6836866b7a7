import { expect, it } from 'vitest';
import { parameterImportance } from './parameter-importance.ts';
import { Random } from './random.ts';

const random = new Random(7);
const RUNS = 60;
const numbers = (): number[] => Array.from({ length: RUNS }, () => random.uniform());
const rate = numbers();
const noise = numbers();
const optimizer = Array.from({ length: RUNS }, () => (random.uniform() < 0.5 ? 'adam' : 'sgd'));
const accuracy = rate.map((value, i) => 3 * value + (optimizer[i] === 'adam' ? 1 : 0));
const columns = [
  { name: 'noise', values: noise },
  { name: 'optimizer', values: optimizer },
  { name: 'rate', values: rate },
  { name: 'constant', values: rate.map(() => 5) },
];

it('what the target was made from stands above noise, a constant is left out', () => {
  const report = parameterImportance(columns, accuracy, 1)!;
  expect(report.parameters.map(({ name }) => name)).toEqual(['rate', 'optimizer', 'noise']);
  const [first, second, last] = report.parameters.map(({ importance }) => importance);
  expect(first).toBeGreaterThan(0.5);
  expect(second).toBeGreaterThan(0.1);
  expect(Math.abs(last!)).toBeLessThan(0.05);
  expect(report.explained).toBeGreaterThan(0.8);
});

it('targets of chance are explained by nothing, in the mean of many', () => {
  const explained = Array.from({ length: 12 }, () => parameterImportance(columns, numbers(), 1)!.explained);
  expect(explained.reduce((a, b) => a + b) / explained.length).toBeLessThan(0.02);
});

it('the same seed gives the same figures', () => {
  expect(parameterImportance(columns, accuracy, 3)).toEqual(parameterImportance(columns, accuracy, 3));
});

it('runs without the metric do not count, and too few say nothing', () => {
  const some = accuracy.map((value, i) => (i < 20 ? value : i < 40 ? null : NaN));
  expect(parameterImportance(columns, some, 1)!.runs).toBe(20);
  const few = accuracy.map((value, i) => (i < 7 ? value : null));
  expect(parameterImportance(columns, few, 1)).toBeUndefined();
  expect(
    parameterImportance(
      columns,
      accuracy.map(() => 1),
      1,
    ),
  ).toBeUndefined();
});
