import { between, type Limb, limb, type Point } from './geometry.ts';

/** The build of one leg: radii in units of the figure. */
export interface LegBuild {
  readonly thigh: number;
  readonly knee: number;
  readonly ankle: number;
  /** Length of the foot, heel to toes. */
  readonly foot: number;
}

/**
 * A leg from its root to the heel's place on the ground, bent at the knee by `bend` (forwards where positive), with a
 * foot that points to the right.
 */
export function leg(root: Point, heel: Point, bend: number, build: LegBuild): Limb {
  const [kx, ky] = between(root, heel, 0.52);
  return limb([
    [root[0], root[1], build.thigh],
    [kx + bend, ky, build.knee],
    [heel[0], heel[1] - build.ankle * 1.3, build.ankle],
    [heel[0] + build.foot * 0.35, heel[1] - build.ankle * 0.95, build.ankle * 0.98],
    [heel[0] + build.foot, heel[1] - build.ankle * 0.75, build.ankle * 0.75],
  ]);
}

/** Path data of claws at the toes of a leg. */
export function claws(part: Limb, length: number): string {
  const [x, y] = part.spine.at(-1) as Point;
  const r = part.radius.at(-1) as number;
  return [-0.7, 0, 0.6]
    .map(
      (k) =>
        `M${(x + r * (0.75 - Math.abs(k) * 0.3)).toFixed(1)} ${(y + r * (0.45 + k * 0.4)).toFixed(1)}l${length.toFixed(1)} ${(length * 0.45).toFixed(1)}`,
    )
    .join('');
}
