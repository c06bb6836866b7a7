import { expect, it } from 'vitest';
import { barsPicture } from './bars-picture.ts';
import { confusionPicture, differencePicture } from './confusion-picture.ts';
import { confusionDifference } from './prepare-confusion-difference.ts';
import { framePicture, pictureOf, tilePictures } from './picture.ts';

const classNames = ['bear', 'dragon'];
const a = { classNames, confusion: [[58, 4], [2, 62]] }; // prettier-ignore
const b = { classNames, confusion: [[59, 8], [1, 58]] }; // prettier-ignore

/** Text elements of a picture, in order. */
const wordsOf = (svg: string) =>
  Array.from(svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g), ([, words]) => words);

it('a framed picture has a title and the names of its lines, and is as much higher', () => {
  const framed = framePicture(pictureOf(640, 100, ''), {
    title: 'loss <all>',
    theme: 'light',
    legend: [
      { name: 'one', colour: '#14705f', dash: [] },
      { name: 'two & three', colour: '#b45309', dash: [6, 3] },
    ],
  });
  expect(wordsOf(framed.svg)).toEqual(['loss &lt;all&gt;', 'one', 'two &amp; three']);
  expect(framed.height).toBeGreaterThan(100 + 44);
  expect(framed.svg).toContain(`height="${framed.height}"`);
});

it('tiles lie beside and below each other, none over another', () => {
  const tiles = tilePictures([1, 2, 3].map((n) => pictureOf(100 * n, 50, '')), 2); // prettier-ignore
  expect([tiles.width, tiles.height]).toEqual([600, 100]);
  const places = Array.from(tiles.svg.matchAll(/<svg x="(\d+)" y="(\d+)"/g), ([, x, y]) => [Number(x), Number(y)]); // prettier-ignore
  expect(places).toEqual([[0, 0], [300, 0], [0, 50]]); // prettier-ignore
});

it('a turned confusion matrix has labels as rows', () => {
  const counts = (turned: boolean) =>
    wordsOf(confusionPicture(a, { normalise: 'column', theme: 'light', turned }).svg).filter((words) =>
      /^\d+$/.test(words ?? ''),
    );
  expect(counts(false)).toEqual(['58', '4', '2', '62']);
  expect(counts(true)).toEqual(['58', '2', '4', '62']);
});

it('a difference of matrices says in words what is better', () => {
  const words = wordsOf(differencePicture(confusionDifference(a, b)!, classNames, 'dark').svg);
  expect(words.filter((each) => /^[+−]\d|better|worse/.test(each ?? ''))).toEqual(
    ['+1', 'better', '+4', 'worse', '−1', 'better', '−4', 'worse'], // prettier-ignore
  );
});

it('bars are as long as their values, and an interval is drawn where there is one', () => {
  const { svg } = barsPicture(
    [
      { name: 'half', value: 0.5, low: 0.4, high: 0.6, words: '50 %' },
      { name: 'nothing', value: null, words: '–' },
    ],
    'light',
  );
  const widths = Array.from(svg.matchAll(/<rect[^>]* width="([\d.]+)"/g), ([, width]) => Number(width));
  const [whole, half, , none] = widths;
  expect(half).toBeCloseTo(whole! / 2, 6);
  expect(none).toBe(0);
  expect(svg.match(/<path/g)).toHaveLength(1);
});
