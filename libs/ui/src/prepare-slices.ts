import { groupByRange, type Property } from '@bestiary/metrics/slices';
import { formatShare } from './format.ts';
import type { PredictionRows } from './prediction-rows.ts';

/** By what images are grouped. */
export const SLICE_PROPERTIES = ['class', 'size', 'aspect', 'confidence'] as const;
export type SliceProperty = (typeof SLICE_PROPERTIES)[number];

export const SLICE_TITLES: Readonly<Record<SliceProperty, string>> = {
  class: 'label',
  size: 'image size',
  aspect: 'shape',
  confidence: 'confidence',
};

/** So many ranges of sizes and confidences, each of about as many images. */
const RANGES = 4;
/** Sides this near to each other make a square. */
const SQUARE_WITHIN = 0.1;

/**
 * What the images of a run can be grouped by.
 *
 * @param confidences `[n]` the probability of the class that was predicted, 0..1
 */
export function sliceProperties(
  rows: PredictionRows,
  confidences: ArrayLike<number>,
): (Property & { name: SliceProperty })[] {
  const { widths, heights, labels, classNames, count } = rows;
  const each = <Value>(of: (row: number) => Value): Value[] =>
    Array.from({ length: count }, (_, row) => of(row));
  const isKnown = (row: number): boolean => widths[row]! > 0 && heights[row]! > 0;
  return [
    { name: 'class', groups: each((row) => classNames[labels[row]!] ?? String(labels[row])) },
    {
      name: 'size',
      groups: groupByRange(
        each((row) => (isKnown(row) ? Math.sqrt(widths[row]! * heights[row]!) : null)),
        RANGES,
        (side) => `${Math.round(side)}² px`,
      ),
    },
    {
      name: 'aspect',
      groups: each((row) => (isKnown(row) ? shapeOf(widths[row]! / heights[row]!) : null)),
    },
    {
      name: 'confidence',
      groups: groupByRange(
        each((row) => confidences[row]!),
        RANGES,
        (confidence) => formatShare(confidence),
      ),
    },
  ];
}

function shapeOf(aspect: number): string {
  if (Math.abs(Math.log(aspect)) <= Math.log(1 + SQUARE_WITHIN)) return 'square';
  const long = Math.max(aspect, 1 / aspect) > 2;
  return `${long ? 'very ' : ''}${aspect > 1 ? 'wide' : 'tall'}`;
}
