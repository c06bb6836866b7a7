import { expect, it } from 'vitest';
import { confusionDifference } from './prepare-confusion-difference.ts';

const classNames = ['bear', 'dragon'];

it('more on the diagonal is better, more beside it worse', () => {
  const cells = confusionDifference(
    { classNames, confusion: [[8, 3], [2, 7]] }, // prettier-ignore
    { classNames, confusion: [[9, 5], [1, 5]] }, // prettier-ignore
  )!;
  expect(cells.flat().map(({ count, better }) => [count, better])).toEqual([
    [1, true],
    [2, false],
    [-1, true],
    [-2, false],
  ]);
  expect(cells[0]![1]!.share).toBeCloseTo(0.2, 12);
});

it('of another number of images the shares are compared, and equal ones are neither better nor worse', () => {
  const cells = confusionDifference(
    { classNames, confusion: [[5, 0], [5, 0]] }, // prettier-ignore
    { classNames, confusion: [[10, 0], [10, 1]] }, // prettier-ignore
  )!;
  expect(cells[0]![0]).toMatchObject({ count: 5, share: 0, better: null });
  expect(cells[1]![1]).toMatchObject({ count: 1, share: null, better: true });
});

it('other classes have no difference', () => {
  const confusion = [[1, 0], [0, 1]]; // prettier-ignore
  expect(
    confusionDifference({ classNames, confusion }, { classNames: ['bear', 'cat'], confusion }),
  ).toBeUndefined();
});
