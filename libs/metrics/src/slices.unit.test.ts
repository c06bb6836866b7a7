import { describe, expect, it } from 'vitest';
import { fisherExact } from './fisher.ts';
import { groupByRange, sliceReport } from './slices.ts';

describe('sliceReport', () => {
  // 100 images: of the 30 dark ones 12 are right, of the 70 others 63
  const right = Array.from({ length: 100 }, (_, i) => (i < 30 ? i < 12 : i < 93));
  const brightness = right.map((_, i) => (i < 30 ? 'dark' : i < 60 ? 'medium' : 'bright'));
  const tags = right.map((_, i) => (i % 10 === 0 ? ['blurred', 'night', 'night'] : i < 50 ? ['night'] : []));

  it('lists the worst slice first, with its interval, against the rest', () => {
    const { slices } = sliceReport(right, [{ name: 'brightness', groups: brightness }]);
    expect(slices.map(({ group }) => group)).toEqual(['dark', 'bright', 'medium']);
    expect(slices[0]).toMatchObject({
      property: 'brightness',
      accuracy: { hits: 12, of: 30, value: 0.4 },
      rest: { hits: 63, of: 70 },
      pValue: fisherExact(12, 30, 63, 70),
    });
    expect(slices[0]!.corrected).toBeCloseTo(3 * slices[0]!.pValue, 15);
    expect(slices[0]!.corrected).toBeLessThan(0.05);
  });
  it('corrects for the slices of all properties together', () => {
    const alone = sliceReport(right, [{ name: 'brightness', groups: brightness }]);
    const both = sliceReport(right, [
      { name: 'brightness', groups: brightness },
      { name: 'tag', groups: tags },
    ]);
    expect(both.slices).toHaveLength(4);
    expect(both.slices[0]!.corrected).toBeGreaterThan(alone.slices[0]!.corrected);
  });
  it('counts an image in each of its tags once, and sets small slices aside', () => {
    const { slices, small } = sliceReport(right, [{ name: 'tag', groups: tags }], 20);
    expect(slices.map(({ group, accuracy }) => [group, accuracy.of])).toEqual([['night', 55]]);
    expect(small.map(({ group, accuracy }) => [group, accuracy.of])).toEqual([['blurred', 10]]);
  });
  it('leaves images without a group out of the slices, not out of the rest', () => {
    const groups = right.map((_, i) => (i < 40 ? 'known' : null));
    expect(sliceReport(right, [{ name: 'p', groups }]).slices).toMatchObject([
      { group: 'known', accuracy: { of: 40 }, rest: { of: 60 } },
    ]);
  });
  it('tests nothing where a slice is the whole set or all images are right', () => {
    const all = sliceReport(right, [{ name: 'p', groups: right.map(() => 'all') }]).slices;
    expect(all).toMatchObject([{ rest: { value: null, of: 0 }, pValue: 1, corrected: 1 }]);
    const perfect = sliceReport(new Uint8Array(100).fill(1), [{ name: 'brightness', groups: brightness }]);
    expect(perfect.slices.map(({ group, pValue }) => [group, pValue])).toEqual([['bright', 1], ['dark', 1], ['medium', 1]]); // prettier-ignore
  });
  it('is empty without images, and refuses a property of other images', () => {
    expect(sliceReport([], [{ name: 'p', groups: [] }])).toEqual({ slices: [], small: [] });
    expect(() => sliceReport(right, [{ name: 'p', groups: ['x'] }])).toThrow(
      '1 groups of p do not fit 100 images',
    );
  });
});

describe('groupByRange', () => {
  const format = (end: number): string => end.toFixed(0);
  it('makes ranges of as many images, named by what is in them', () => {
    expect(groupByRange([5, 1, 9, 3, 7, 11], 3, format)).toEqual(['5 … 7', '1 … 3', '9 … 11', '1 … 3', '5 … 7', '9 … 11']); // prettier-ignore
  });
  it('keeps equal numbers together and leaves out what is unknown', () => {
    expect(groupByRange([2, 2, null, 2, 8, NaN], 4, format)).toEqual(['2', '2', null, '2', '8', null]);
    expect(groupByRange([null], 4, format)).toEqual([null]);
  });
});
