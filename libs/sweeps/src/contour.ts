import { type Outcome } from './importance.ts';
import { covers, growForest, shareOf } from './regression-tree.ts';
import { type SearchSpace } from './search-space.ts';
import { randomOf } from './seed.ts';
import { indexOf, slice, type SlicePoint } from './slice.ts';

const TREES = 32;

export interface Contour {
  /** coordinates of the columns and of the rows on the two scales, 0..1 */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** `[y][x]`: what a random forest expects there, the other parameters being anything */
  readonly expected: readonly (readonly number[])[];
  /** the trials that have both parameters */
  readonly points: readonly { readonly x: SlicePoint; readonly y: SlicePoint }[];
}

/**
 * What a value is expected to be over two parameters. Finite scales have a column or row for each of their values if these
 * are not more than `resolution`.
 *
 * @returns `undefined` where fewer than two trials have both parameters
 * @throws RangeError for a name that the space does not have
 */
export function contour(
  space: SearchSpace,
  outcomes: readonly Outcome[],
  [xName, yName]: readonly [string, string],
  seed: number,
  resolution = 32,
): Contour | undefined {
  const [xIndex, yIndex] = [indexOf(space, xName), indexOf(space, yName)];
  const both = outcomes.filter(
    ({ params, value }) =>
      Number.isFinite(value) && xName in params && yName in params && space.pointOf(params) !== undefined,
  );
  if (both.length < 2) return undefined;
  const axis = (index: number): number[] => {
    const { scale } = space.parameters[index]!;
    return scale.count <= resolution
      ? Array.from({ length: scale.count }, (_, place) => scale.middle(place))
      : Array.from({ length: resolution }, (_, i) => (i + 0.5) / resolution);
  };
  const [x, y] = [axis(xIndex), axis(yIndex)];
  const forest = growForest(
    space.parameters.map(({ scale }) => scale),
    both.map(({ params }) => space.pointOf(params)!),
    both.map(({ value }) => value),
    TREES,
    randomOf(seed),
  );
  const expected = y.map(() => x.map(() => 0));
  for (const leaves of forest) {
    for (const { value, sides } of leaves) {
      const others = sides.reduce(
        (product, side, i) => (i === xIndex || i === yIndex ? product : product * shareOf(side)),
        1,
      );
      const columns = [...x.keys()].filter((column) => covers(sides[xIndex]!, x[column]!));
      y.forEach((unit, row) => {
        if (covers(sides[yIndex]!, unit))
          for (const column of columns) expected[row]![column]! += (others * value) / TREES;
      });
    }
  }
  const xs = slice(space, both, xName);
  const ys = slice(space, both, yName);
  return { x, y, expected, points: xs.map((point, i) => ({ x: point, y: ys[i]! })) };
}
