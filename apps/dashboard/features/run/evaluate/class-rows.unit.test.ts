import { expect, it } from 'vitest';
import { classRows } from './class-rows.ts';

// predicted × label; class 2 is never predicted, class 3 never labelled nor predicted
const CONFUSION = [
  [8, 2, 1, 0],
  [2, 8, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
];
const NAMES = ['bear', 'ape', 'cat', 'dog'];
const namesBy = (by: 'name' | 'precision' | 'recall' | 'f1' | 'support', descending: boolean) =>
  classRows(CONFUSION, NAMES, { by, descending }).map(({ name }) => name);

it('classes are sorted by any figure, those without one last in both directions', () => {
  expect(namesBy('precision', false)).toEqual(['bear', 'ape', 'cat', 'dog']);
  expect(namesBy('precision', true)).toEqual(['ape', 'bear', 'cat', 'dog']);
  expect(namesBy('recall', false)).toEqual(['cat', 'bear', 'ape', 'dog']);
  expect(namesBy('f1', true)).toEqual(['ape', 'bear', 'cat', 'dog']);
  expect(namesBy('support', true)).toEqual(['bear', 'ape', 'cat', 'dog']);
  expect(namesBy('name', false)).toEqual(['ape', 'bear', 'cat', 'dog']);
});

it('a class has its shares with intervals', () => {
  const [ape] = classRows(CONFUSION, NAMES, { by: 'name', descending: false });
  expect(ape).toMatchObject({
    index: 1,
    support: 10,
    recall: { hits: 8, of: 10 },
    precision: { hits: 8, of: 10 },
  });
  expect(ape!.recall.low).toBeGreaterThan(0.4);
});
