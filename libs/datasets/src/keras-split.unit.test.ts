import { describe, expect, it } from 'vitest';
import { kerasSplit } from './keras-split.ts';

const numbers = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('kerasSplit', () => {
  it('takes the last int(share · n) of the shuffled list for validation and keeps its order', () => {
    expect(kerasSplit(numbers(10), { seed: 123, validationSplit: 0.29 })).toEqual({
      training: [4, 0, 7, 5, 8, 3, 1, 6],
      validation: [9, 2],
    });
  });

  it.each([
    [634, 0.2, 126],
    [634, 0.29, 183],
    [3670, 0.57, 2091],
    [5, 0.29, 1],
  ])('of %d images and a share of %d gives validation %d, as Python computes it', (n, share, expected) => {
    const split = kerasSplit(numbers(n), { seed: 1, validationSplit: share });
    expect(split.validation).toHaveLength(expected);
    expect([...split.training, ...split.validation].sort((a, b) => a - b)).toEqual(numbers(n));
  });

  it('leaves the list it was given as it is', () => {
    const items = numbers(10);
    kerasSplit(items, { seed: 123, validationSplit: 0.2 });
    expect(items).toEqual(numbers(10));
  });

  it('refuses fewer images than the split needs and says how many it needs', () => {
    expect(() => kerasSplit(numbers(4), { seed: 1, validationSplit: 0.2 })).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        message: '4 images are too few for a validation split of 0.2: no image would be left for validation',
        hint: 'At least 5 images are needed, or a larger share.',
      }),
    );
    expect(() => kerasSplit([], { seed: 1, validationSplit: 0.2 })).toThrow('0 images are too few');
  });

  it.each([0, 1, -0.2, 20, NaN])('refuses the share %d', (validationSplit) => {
    expect(() => kerasSplit(numbers(10), { seed: 1, validationSplit })).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
  });
});
