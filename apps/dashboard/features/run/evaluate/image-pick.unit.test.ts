import { expect, it } from 'vitest';
import { formatPick, parsePick, type ImagePick } from './image-pick.ts';

const PICKS: readonly ImagePick[] = [
  { kind: 'wrong' },
  { kind: 'right' },
  { kind: 'cell', predicted: 1, label: 199 },
  { kind: 'predicted', predicted: 12 },
  { kind: 'label', label: 0 },
  { kind: 'above', index: 3, threshold: 0.37 },
  { kind: 'above', index: 0, threshold: 1e-7 },
  { kind: 'bar', bar: 39, group: 0 },
  { kind: 'bin', bin: 3 },
  { kind: 'slice', property: 'size', group: '100² px … 240² px' },
  { kind: 'slice', property: 'class', group: 'a-b "c"\n<d>' },
];

it('what is shown is the same after a way through the address', () => {
  for (const pick of PICKS) expect(parsePick(formatPick(pick))).toEqual(pick);
});

it('a word that names nothing is no pick', () => {
  for (const word of [
    '',
    'cell-1',
    'cell-1-x',
    'bin-2-3',
    'label--1',
    'above-1-e',
    'slice-weight-a',
    'slice-size-',
    'wrong-1',
  ])
    expect(parsePick(word)).toBeNull();
});
