import { describe, expect, it } from 'vitest';
import { countClasses } from './class-count.ts';
import { splitImages } from './image-split.ts';
import { kerasSplit } from './keras-split.ts';

const NAMES = ['bear', 'dragon', 'yeti'];
const images = (...counts: number[]) =>
  counts.flatMap((count, label) =>
    Array.from({ length: count }, (_, i) => ({ path: `${NAMES[label]}/${i}.jpg`, label })),
  );
const countsOf = (part: ReturnType<typeof images>) =>
  [...countClasses(part).values()].map(({ count }) => count);
const stratified = { kind: 'stratified', seed: 123, validationSplit: 0.2 } as const;

describe('splitImages', () => {
  it("gives Keras' split when asked for it", () => {
    const options = { seed: 123, validationSplit: 0.2 };
    expect(splitImages(images(30, 33), { kind: 'keras', ...options })).toEqual(
      kerasSplit(images(30, 33), options),
    );
  });

  it("keeps no groups together in Keras' split, and says so", () => {
    const options = { kind: 'keras', seed: 123, validationSplit: 0.2, groups: [['bear/0.jpg']] } as const;
    expect(() => splitImages(images(30, 33), options)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe('the stratified split', () => {
  it.each([
    [[300, 334], 0.2, [60, 66]], // 60, 66.8 of 126: the rest goes nowhere
    [[10, 10, 10], 0.25, [3, 2, 2]], // 2.5 each of 7: equal remainders, the lower label's first
    [[14, 13, 3], 0.3, [4, 4, 1]], // 4.2, 3.9, 0.9 of 9
    [[97, 3], 0.1, [9, 1]], // 9.7, 0.3 of 10: none may be without
  ])('of classes %j and a share of %d gives validation %j', (counts, validationSplit, expected) => {
    const all = images(...counts);
    const split = splitImages(all, { ...stratified, validationSplit });
    expect(countsOf(split.validation)).toEqual(expected);
    expect(new Set([...split.training, ...split.validation]).size).toBe(all.length);
  });

  it('keeps the order of the shuffled list in both parts, and takes the last of each class', () => {
    const shuffled = kerasSplit(images(10, 10), { seed: 123, validationSplit: 0.5 });
    const order = [...shuffled.training, ...shuffled.validation];
    const split = splitImages(images(10, 10), stratified);
    const lastTwo = (label: number) => order.filter((image) => image.label === label).slice(-2);
    const expected = [...lastTwo(0), ...lastTwo(1)].map((image) => image.path);
    expect(split.validation.map((image) => image.path).sort()).toEqual(expected.sort());
    for (const part of [split.training, split.validation]) {
      const places = part.map((image) => order.findIndex(({ path }) => path === image.path));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });

  it('is another for another seed, and the same for the same', () => {
    const paths = (seed: number) =>
      splitImages(images(30, 33), { ...stratified, seed }).validation.map((image) => image.path);
    expect(paths(1)).toEqual(paths(1));
    expect(paths(1)).not.toEqual(paths(2));
  });

  it('names the class that has too few images, and what is needed', () => {
    expect(() => splitImages(images(10, 1), stratified)).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        message:
          'class "dragon" has 1 image: a stratified split needs at least 2, one for training and one for validation',
      }),
    );
    expect(() => splitImages(images(8, 2, 3), stratified)).toThrow(
      expect.objectContaining({
        message:
          '13 images of 3 classes are too few for a stratified validation split of 0.2: class "dragon" (2) would have none for validation',
        hint: 'At least 15 images are needed, or another share.',
      }),
    );
    expect(() => splitImages(images(5, 5), { ...stratified, validationSplit: 0.9 })).toThrow(
      'class "bear" (5) would have none for training',
    );
    expect(() => splitImages([], stratified)).toThrow('0 images are too few');
  });

  it.each([0, 1, -0.2, NaN])('refuses the share %d', (validationSplit) => {
    expect(() => splitImages(images(10, 10), { ...stratified, validationSplit })).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
  });

  it('keeps every group in one part, and the shares', () => {
    const groups = Array.from({ length: 10 }, (_, i) => [`bear/${3 * i}.jpg`, `bear/${3 * i + 1}.jpg`]);
    groups.push(['bear/0.jpg', 'dragon/5.jpg']); // of two classes, and joined to the first group
    for (let seed = 0; seed < 20; seed++) {
      const split = splitImages(images(30, 33), { ...stratified, seed, groups });
      const validation = new Set(split.validation.map((image) => image.path));
      for (const group of groups)
        expect([0, group.length]).toContain(group.filter((path) => validation.has(path)).length);
      expect(countsOf(split.validation)).toEqual([6, 6]);
    }
  });

  it('says which class is one group that fits no part', () => {
    const groups = [images(6).map((image) => image.path)];
    expect(() => splitImages(images(6, 30), { ...stratified, groups })).toThrow(
      'class "bear" would have no validation image',
    );
  });
});
