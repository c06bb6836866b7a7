import { describe, expect, it } from 'vitest';
import { countClasses } from './class-count.ts';
import { kFolds } from './k-folds.ts';

const NAMES = ['bear', 'dragon', 'yeti'];
const images = (...counts: number[]) =>
  counts.flatMap((count, label) =>
    Array.from({ length: count }, (_, i) => ({ path: `${NAMES[label]}/${i}.jpg`, label })),
  );
const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

describe('kFolds', () => {
  it.each([
    [[300, 334], 5],
    [[7, 13, 29], 3],
    [[5, 5], 5],
    [[101, 7], 7],
  ])('validates each of %j images once in %d folds of even size and classes', (counts, folds) => {
    const all = images(...counts);
    const parts = kFolds(all, { seed: 123, folds, stratified: true });
    expect(parts).toHaveLength(folds);
    expect(new Set(parts.flatMap((part) => part.validation))).toEqual(new Set(all));
    expect(parts.flatMap((part) => part.validation)).toHaveLength(all.length);
    for (const { training, validation } of parts)
      expect(new Set([...training, ...validation]).size).toBe(all.length);
    expect(spread(parts.map((part) => part.validation.length))).toBeLessThanOrEqual(1);
    for (const label of counts.keys()) {
      const ofClass = parts.map((part) => countClasses(part.validation).get(label)?.count ?? 0);
      expect(spread(ofClass)).toBeLessThanOrEqual(1);
    }
  });

  it('without stratification spreads images evenly, whatever their class', () => {
    const parts = kFolds(images(50, 3), { seed: 1, folds: 5, stratified: false });
    expect(parts.map((part) => part.validation.length)).toEqual([11, 11, 11, 10, 10]);
  });

  it('is the same for the same seed and another for another', () => {
    const first = (seed: number) =>
      kFolds(images(20, 20), { seed, folds: 4, stratified: true })[0]!.validation.map((image) => image.path);
    expect(first(5)).toEqual(first(5));
    expect(first(5)).not.toEqual(first(6));
  });

  it('keeps every group in one fold', () => {
    const groups = Array.from({ length: 9 }, (_, i) => [
      `bear/${i}.jpg`,
      `dragon/${i}.jpg`,
      `bear/${i + 10}.jpg`,
    ]);
    const parts = kFolds(images(30, 30), { seed: 3, folds: 5, stratified: true, groups });
    for (const group of groups) {
      const inFold = parts.map(
        ({ validation }) => validation.filter((image) => group.includes(image.path)).length,
      );
      expect(inFold.sort()).toEqual([0, 0, 0, 0, 3]);
    }
    expect(spread(parts.map((part) => part.validation.length))).toBeLessThanOrEqual(1);
  });

  it('names each class that has too few images, and what is needed', () => {
    expect(() => kFolds(images(9, 3, 4), { seed: 1, folds: 5, stratified: true })).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        message:
          '5 stratified folds need at least 5 images of each class; too few has "dragon" (3), "yeti" (4)',
      }),
    );
    expect(() => kFolds(images(1, 2), { seed: 1, folds: 5, stratified: false })).toThrow(
      '3 images are too few for 5 folds',
    );
  });

  it.each([1, 0, 2.5, NaN])('refuses %d folds', (folds) => {
    expect(() => kFolds(images(9, 9), { seed: 1, folds, stratified: true })).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
  });
});
