import { describe, expect, it } from 'vitest';
import { planSampleSet } from './sample-plan.ts';

const count = <T>(items: readonly T[], test: (item: T) => boolean): number => items.filter(test).length;

describe('planSampleSet', () => {
  const full = planSampleSet(634, 7);

  it('has 300 bears and 334 dragons in folders of those names, in order of path', () => {
    expect(count(full, ({ folder }) => folder === 'bear')).toBe(300);
    expect(count(full, ({ folder }) => folder === 'dragon')).toBe(334);
    expect(full.map(({ path }) => path)).toEqual(full.map(({ path }) => path).sort());
    expect(full.every(({ path, folder }) => path.startsWith(`${folder}/${folder}-`))).toBe(true);
    expect(new Set(full.map(({ path }) => path)).size).toBe(634);
  });

  it('puts 12 pictures into the wrong folder, 6 into each', () => {
    const wrong = full.filter(({ folder, creature }) => folder !== creature);
    expect(wrong.map(({ folder }) => folder)).toEqual([
      ...Array<string>(6).fill('bear'),
      ...Array<string>(6).fill('dragon'),
    ]);
  });

  it('has 10 near-duplicates whose originals are true, drawn once and of the same folder', () => {
    const copies = full.filter(({ duplicate }) => duplicate !== null);
    expect(copies).toHaveLength(10);
    const originals = copies.map((copy) => {
      const original = full.find(({ path }) => path === copy.duplicate?.of);
      expect(original).toMatchObject({
        folder: copy.folder,
        creature: copy.folder,
        duplicate: null,
        key: copy.key,
      });
      return original?.path;
    });
    expect(new Set(originals).size).toBe(10);
    expect(new Set(full.map(({ key }) => key)).size).toBe(624);
  });

  it.each([
    [4, 2, 2],
    [10, 5, 5],
    [100, 47, 53],
    [20_000, 9_464, 10_536],
  ])('splits %i pictures in the full set’s proportion, at least 2 a class', (total, bears, dragons) => {
    const plan = planSampleSet(total, 1);
    expect(count(plan, ({ folder }) => folder === 'bear')).toBe(bears);
    expect(count(plan, ({ folder }) => folder === 'dragon')).toBe(dragons);
  });

  it('plans other pictures for another seed', () => {
    const other = new Set(planSampleSet(634, 8).map(({ key }) => key));
    expect(full.some(({ key }) => other.has(key))).toBe(false);
  });
});
