import { describe, expect, it } from 'vitest';
import { CLASS_ORDERS, matrixPixels, orderClasses } from './prepare-matrix.ts';

// predicted × label: 0 and 2 are confused with each other, 3 has no label
const CONFUSION = [
  [6, 0, 4, 0],
  [0, 9, 0, 0],
  [4, 0, 2, 0],
  [0, 1, 0, 0],
];

describe('orderClasses', () => {
  it('has every class once, whatever the order', () => {
    for (const order of CLASS_ORDERS)
      expect(orderClasses(CONFUSION, order).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
  });

  it('puts confused classes side by side, the worst first, the largest first', () => {
    const confused = orderClasses(CONFUSION, 'confused');
    expect(Math.abs(confused.indexOf(0) - confused.indexOf(2))).toBe(1);
    expect(orderClasses(CONFUSION, 'worst')).toEqual([2, 0, 1, 3]);
    expect(orderClasses(CONFUSION, 'largest')).toEqual([0, 1, 2, 3]);
  });
});

describe('matrixPixels', () => {
  const pixel = (pixels: Uint8ClampedArray, row: number, column: number) => [
    ...pixels.subarray((row * 4 + column) * 4, (row * 4 + column) * 4 + 4),
  ];

  it('turned, has what was at a row and column at the column and row', () => {
    const order = orderClasses(CONFUSION, 'worst');
    const straight = matrixPixels(CONFUSION, order, false, 'row', 'light');
    const turned = matrixPixels(CONFUSION, order, true, 'row', 'light');
    for (let row = 0; row < 4; row++)
      for (let column = 0; column < 4; column++)
        expect(pixel(turned, column, row)).toEqual(pixel(straight, row, column));
    expect(straight).not.toEqual(turned);
  });

  it('lets the rarest mistake be seen, and leaves empty cells empty', () => {
    const rare = [
      [9_999, 0],
      [1, 10],
    ];
    const pixels = matrixPixels(rare, [0, 1], false, 'column', 'light');
    expect([...pixels.subarray(8, 12)]).not.toEqual([...pixels.subarray(4, 8)]);
    expect([...pixels.subarray(4, 8)]).toEqual([255, 255, 255, 255]);
  });
});
