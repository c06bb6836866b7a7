import { expect, it } from 'vitest';
import { sliceProperties } from './prepare-slices.ts';

it('images are grouped by what is known of them; what is not known belongs to no group', () => {
  const sides = [
    [100, 100],
    [300, 100],
    [100, 300],
    [150, 100],
    [0, 0],
  ] as const;
  const properties = sliceProperties(
    {
      classNames: ['bear', 'dragon'],
      count: 5,
      splits: ['validation', 'validation', 'validation', 'test', 'test'],
      paths: ['bear/0.png', 'dragon/night/1.png', 'bear/night/wet/2.png', '3.png', 'bear/4.png'],
      images: sides.map(() => ''),
      labels: Int32Array.from([0, 1, 0, 1, 0]),
      probabilities: new Float32Array(10),
      widths: sides.map(([width]) => width),
      heights: sides.map(([, height]) => height),
      brightnesses: [0, 0.1, 0.2, 0.9, null],
      sharpnesses: [null, null, null, null, null],
      previews: [1, 1, 1, 1, 1],
      unusable: 0,
    },
    [0.5, 0.6, 0.7, 0.8, 0.9],
  );
  const groups = Object.fromEntries(properties.map(({ name, groups: of }) => [name, of]));
  expect(groups['class']).toEqual(['bear', 'dragon', 'bear', 'dragon', 'bear']);
  expect(groups['aspect']).toEqual(['square', 'very wide', 'very tall', 'wide', null]);
  expect(groups['size']).toEqual(['100² px', '173² px', '173² px', '122² px', null]);
  expect(groups['confidence']).toEqual(['50.0 % … 60.0 %', '50.0 % … 60.0 %', '70.0 %', '80.0 %', '90.0 %']);
  expect(groups['split']).toEqual(['validation', 'validation', 'validation', 'test', 'test']);
  expect(groups['folder']).toEqual([[], ['night'], ['night', 'wet'], [], []]);
  expect(groups['brightness']).toEqual(['0.0 %', '10.0 %', '20.0 %', '90.0 %', null]);
  expect(groups).not.toHaveProperty('sharpness');
});
