import { SLICE_PROPERTIES, type SliceProperty } from '@bestiary/ui/prepare-slices';

/** Which images are shown: what was clicked. */
export type ImagePick =
  | { kind: 'wrong' }
  | { kind: 'right' }
  /** a cell of the confusion matrix, by class number */
  | { kind: 'cell'; predicted: number; label: number }
  | { kind: 'predicted'; predicted: number }
  | { kind: 'label'; label: number }
  /** a point of a class' curve: the images that give the class at least this probability */
  | { kind: 'above'; index: number; threshold: number }
  /** a bar of the histogram: group 1 above, 0 below */
  | { kind: 'bar'; bar: number; group: number }
  /** a bin of the calibration curve, as its bins are now */
  | { kind: 'bin'; bin: number }
  | { kind: 'slice'; property: SliceProperty; group: string };

/** As a word of the URL: `cell-1-0` for predicted 1, labelled 0. */
export function formatPick(pick: ImagePick): string {
  switch (pick.kind) {
    case 'wrong':
    case 'right':
      return pick.kind;
    case 'cell':
      return `cell-${pick.predicted}-${pick.label}`;
    case 'predicted':
      return `predicted-${pick.predicted}`;
    case 'label':
      return `label-${pick.label}`;
    case 'above':
      return `above-${pick.index}-${pick.threshold}`;
    case 'bar':
      return `bar-${pick.bar}-${pick.group}`;
    case 'bin':
      return `bin-${pick.bin}`;
    case 'slice':
      return `slice-${pick.property}-${pick.group}`;
  }
}

/** @returns `null` for a word that names nothing */
export function parsePick(word: string): ImagePick | null {
  if (word === 'wrong' || word === 'right') return { kind: word };
  const slice = /^slice-([a-z]+)-(.+)$/s.exec(word);
  const property = SLICE_PROPERTIES.find((name) => name === slice?.[1]);
  if (property !== undefined) return { kind: 'slice', property, group: slice![2]! };
  const above = /^above-(\d{1,6})-([\d.e-]+)$/.exec(word);
  if (above !== null) {
    const threshold = Number(above[2]);
    return Number.isNaN(threshold) ? null : { kind: 'above', index: Number(above[1]), threshold };
  }
  const numbers = /^(cell|predicted|label|bar|bin)-(\d{1,6})(?:-(\d{1,6}))?$/.exec(word);
  if (numbers === null) return null;
  const [first, second] = [Number(numbers[2]), numbers[3] === undefined ? null : Number(numbers[3])];
  switch (numbers[1]) {
    case 'cell':
      return second === null ? null : { kind: 'cell', predicted: first, label: second };
    case 'bar':
      return second === null ? null : { kind: 'bar', bar: first, group: second };
    case 'predicted':
      return second === null ? { kind: 'predicted', predicted: first } : null;
    case 'label':
      return second === null ? { kind: 'label', label: first } : null;
    default:
      return second === null ? { kind: 'bin', bin: first } : null;
  }
}
