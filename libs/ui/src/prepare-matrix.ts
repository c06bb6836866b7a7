import { clusteredOrder } from '@bestiary/metrics/class-order';
import { labelledAs, predictedAs, type Confusion } from '@bestiary/metrics/confusion';
import { CHART_THEMES, mixColours, type ThemeName } from './chart-theme.ts';
import type { Normalisation } from './prepare-confusion.ts';

/** How classes follow each other: as the data set names them, those confused side by side, the worst or largest first. */
export const CLASS_ORDERS = ['given', 'confused', 'worst', 'largest'] as const;
export type ClassOrder = (typeof CLASS_ORDERS)[number];

/** `[classes]` every class once. */
export function orderClasses(confusion: Confusion, order: ClassOrder): number[] {
  const given = confusion.map((_, c) => c);
  if (order === 'given') return given;
  if (order === 'confused') return clusteredOrder(confusion);
  const labelled = given.map((c) => labelledAs(confusion, c));
  if (order === 'largest') return given.sort((a, b) => labelled[b]! - labelled[a]! || a - b);
  const recall = given.map((c) => (labelled[c] === 0 ? Infinity : confusion[c]![c]! / labelled[c]!));
  return given.sort((a, b) => recall[a]! - recall[b]! || a - b);
}

/**
 * What the count of a cell is a share of.
 *
 * @param normalise `column`: the images labelled so; `row`: those predicted so; `all`: all
 */
export function wholesOf(
  confusion: Confusion,
  normalise: Normalisation,
): (predicted: number, label: number) => number {
  const predictedTotals = confusion.map((_, c) => predictedAs(confusion, c));
  const labelTotals = confusion.map((_, c) => labelledAs(confusion, c));
  const total = predictedTotals.reduce((a, b) => a + b, 0);
  return (predicted, label) =>
    normalise === 'row' ? predictedTotals[predicted]! : normalise === 'column' ? labelTotals[label]! : total;
}

/** A cell of a matrix of many classes is a few pixels: the rarest mistake must still be seen. */
const FAINTEST = 0.3;

/**
 * A confusion matrix as an image of one pixel a cell. The depth of colour follows the square root of the share.
 *
 * @param order of the classes along both sides
 * @param turned rows are labels and columns predictions
 * @returns `[classes, classes, 4]` red, green, blue, alpha
 */
export function matrixPixels(
  confusion: Confusion,
  order: readonly number[],
  turned: boolean,
  normalise: Normalisation,
  theme: ThemeName,
): Uint8ClampedArray<ArrayBuffer> {
  const size = order.length;
  const wholeOf = wholesOf(confusion, normalise);
  const { right, wrong, background } = CHART_THEMES[theme];
  const pixels = new Uint8ClampedArray(size * size * 4);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [predicted, label] = turned ? [order[column]!, order[row]!] : [order[row]!, order[column]!];
      const count = confusion[predicted]![label]!;
      const [nothing, everything] = predicted === label ? right : wrong;
      const depth = Math.max(FAINTEST, Math.sqrt(count / wholeOf(predicted, label)));
      const colour =
        count > 0 ? mixColours(nothing, everything, depth) : predicted === label ? nothing : background;
      const at = (row * size + column) * 4;
      pixels[at] = Number.parseInt(colour.slice(1, 3), 16);
      pixels[at + 1] = Number.parseInt(colour.slice(3, 5), 16);
      pixels[at + 2] = Number.parseInt(colour.slice(5, 7), 16);
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}
