import { describe, expect, it } from 'vitest';
import { dominates, frontsOf, hypervolume, paretoFront, spreadSubset } from './pareto.ts';

const POINTS = [
  [1, 5],
  [2, 3],
  [4, 1],
  [2, 4],
  [4, 4],
  [5, 5],
  [2, 3],
];

describe('Pareto fronts', () => {
  it('have what none dominates first; of equal points none dominates the other', () => {
    expect(paretoFront(POINTS)).toEqual([0, 1, 2, 6]);
    expect([...frontsOf(POINTS)]).toEqual([0, 0, 0, 1, 2, 3, 0]);
    expect(dominates([1, 1], [1, 1])).toBe(false);
    expect(paretoFront([])).toEqual([]);
  });

  it('have the fronts that a search of all pairs finds', () => {
    const points = Array.from({ length: 60 }, (_, i) => [(i * 37) % 11, (i * 53) % 13]);
    const fronts = frontsOf(points);
    points.forEach((point, i) => {
      const above = points.map((other, j) => (dominates(other, point) ? fronts[j]! + 1 : 0));
      expect(fronts[i]).toBe(Math.max(...above));
    });
  });

  it('dominate an area', () => {
    expect(hypervolume(POINTS, [6, 6])).toBe(5 * 1 + 4 * 2 + 2 * 2);
    expect(hypervolume([[7, 1]], [6, 6])).toBe(0);
  });

  it('are thinned such that much area stays: the ends and the middle before neighbours', () => {
    const front = [
      [0, 10],
      [0.1, 9.9],
      [5, 5],
      [5.1, 4.9],
      [10, 0],
    ];
    const chosen = spreadSubset(front, 3);
    expect(chosen).toHaveLength(3);
    expect(chosen.some((i) => i === 2 || i === 3)).toBe(true);
    expect(spreadSubset(front, 9)).toHaveLength(5);
  });
});
