import { valueNoise } from './noise.ts';
import { type Random } from './random.ts';
import { type Outline } from './shape.ts';

/** What the rim of a shape is like. */
export const EDGES = ['smooth', 'jagged', 'hairy', 'scalloped', 'wavy'] as const;
export type EdgeName = (typeof EDGES)[number];

/** The shape with its rim moved in and out as one goes round it. */
export function withEdge(outline: Outline, edge: EdgeName, random: Random): Outline {
  if (edge === 'smooth') return outline;
  const depth = edge === 'hairy' ? random.between(0.08, 0.18) : random.between(0.06, 0.14);
  const count = random.whole(9, 26);
  const seed = random.seed();
  const height = (turn: number): number => {
    const phase = turn * count - Math.floor(turn * count);
    switch (edge) {
      case 'jagged':
        return phase;
      case 'hairy':
        return 2 * valueNoise(turn * 4 * count, 0, seed) - 0.5;
      case 'scalloped':
        return Math.sin(Math.PI * phase);
      case 'wavy':
        return 0.5 + 0.5 * Math.sin(2 * Math.PI * phase);
    }
  };
  return (x, y) => {
    const distance = outline(x, y);
    if (Math.abs(distance) > 2.5 * depth) return distance;
    return distance - depth * (height(Math.atan2(y, x) / (2 * Math.PI) + 0.5) - 0.5);
  };
}
