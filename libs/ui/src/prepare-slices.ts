import { groupByRange, type Property } from '@bestiary/metrics/slices';
import { formatMetric, formatShare } from './format.ts';
import type { PredictionRows } from './prediction-rows.ts';

/** By what images are grouped. */
export const SLICE_PROPERTIES = [
  'class',
  'split',
  'folder',
  'size',
  'aspect',
  'brightness',
  'sharpness',
  'confidence',
] as const;
export type SliceProperty = (typeof SLICE_PROPERTIES)[number];
export type SlicedProperty = Property & { readonly name: SliceProperty };

export const SLICE_TITLES: Readonly<Record<SliceProperty, string>> = {
  class: 'label',
  split: 'split',
  folder: 'folder',
  size: 'image size',
  aspect: 'shape',
  brightness: 'brightness',
  sharpness: 'sharpness',
  confidence: 'confidence',
};

/** So many ranges of sizes and confidences, each of about as many images. */
const RANGES = 4;
/** Sides this near to each other make a square. */
const SQUARE_WITHIN = 0.1;

/**
 * What the images of a run can be grouped by; properties that have not two groups at least are left out.
 *
 * @param confidences `[n]` the probability of the class that was predicted, 0..1
 */
export function sliceProperties(rows: PredictionRows, confidences: ArrayLike<number>): SlicedProperty[] {
  const { widths, heights, labels, classNames, count, brightnesses, sharpnesses } = rows;
  const each = <Value>(of: (row: number) => Value): Value[] =>
    Array.from({ length: count }, (_, row) => of(row));
  const isKnown = (row: number): boolean => widths[row]! > 0 && heights[row]! > 0;
  const classOf = (row: number) => classNames[labels[row]!] ?? String(labels[row]);
  const properties: SlicedProperty[] = [
    { name: 'class', groups: each(classOf) },
    { name: 'split', groups: rows.splits },
    { name: 'folder', groups: each((row) => foldersOf(rows.paths[row]!, classOf(row))) },
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
    { name: 'brightness', groups: groupByRange(brightnesses, RANGES, (luma) => formatShare(luma)) },
    { name: 'sharpness', groups: groupByRange(sharpnesses, RANGES, formatMetric) },
    {
      name: 'confidence',
      groups: groupByRange(
        each((row) => confidences[row]!),
        RANGES,
        (confidence) => formatShare(confidence),
      ),
    },
  ];
  return properties.filter(({ groups }) => hasTwoGroups(groups));
}

function hasTwoGroups(groups: Property['groups']): boolean {
  const seen = new Set<string>();
  for (const entry of groups) {
    for (const group of typeof entry === 'string' ? [entry] : (entry ?? [])) seen.add(group);
    if (seen.size > 1) return true;
  }
  return false;
}

/** The folders that an image lies in, but for that of its class: `night` and `camera-2` of `bear/camera-2/night/1.png`. */
function foldersOf(path: string, className: string): string[] {
  return path
    .split('/')
    .slice(0, -1)
    .filter((folder) => folder !== '' && folder !== className);
}

function shapeOf(aspect: number): string {
  if (Math.abs(Math.log(aspect)) <= Math.log(1 + SQUARE_WITHIN)) return 'square';
  const long = Math.max(aspect, 1 / aspect) > 2;
  return `${long ? 'very ' : ''}${aspect > 1 ? 'wide' : 'tall'}`;
}
