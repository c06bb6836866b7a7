import { type Coat } from './coat.ts';
import { type Colour, lighter } from './colour.ts';
import { disc, fill, line } from './figure.ts';
import { ellipse, type Limb, limb, outline, type Point, polygon, scales, smooth } from './geometry.ts';
import { type Random } from './random.ts';

export const HORNS = ['swept', 'curled', 'short', 'none'] as const;

/** How a face is made: shared by every view of one animal. */
export interface DragonFace {
  readonly snout: number;
  readonly horns: (typeof HORNS)[number];
  readonly frill: boolean;
  readonly mouthOpen: number;
  /** Distance of the scales, in units of the head. */
  readonly scale: number;
}

const MOUTH: Colour = [352, 0.5, 0.26];
const TOOTH: Colour = [48, 0.35, 0.9];
const DARK: Colour = [20, 0.2, 0.08];

const HORN_SHAPES: Readonly<Record<DragonFace['horns'], readonly Point[]>> = {
  swept: [
    [0, 0],
    [-8, -5],
    [-18, -6],
  ],
  curled: [
    [0, 0],
    [-8, -6],
    [-13, 0],
    [-8, 5],
  ],
  short: [
    [0, 0],
    [-3, -5],
    [-7, -7],
  ],
  none: [],
};

const hornOf = (part: Limb, colour: Colour): string =>
  fill(smooth(outline(part)), colour) + line(scales(part, 2, -0.9, 0.9), lighter(colour, -0.2), 0.4, 0.5);

function horn(kind: DragonFace['horns'], [x, y]: Point, colour: Colour): string {
  const shape = HORN_SHAPES[kind];
  return shape.length === 0
    ? ''
    : hornOf(
        limb(shape.map(([dx, dy], i) => [x + dx, y + dy, 2.4 * (1 - i / (shape.length - 0.6))] as const)),
        colour,
      );
}

/** A head from its left side, skull radius about 8, looking right. Returns the lit and the flat parts. */
export function dragonProfile(coat: Coat, face: DragonFace, random: Random): { lit: string; flat: string } {
  const tip = 12 + 10 * face.snout;
  const open = face.mouthOpen;
  const top = limb([
    [-6, 0.5, 6.4],
    [1, -0.5, 7.6],
    [9, 0.6, 4.9],
    [tip - 4, 0.4, 3.5],
    [tip, 0.8, 3],
  ]);
  const jaw = limb([
    [-4, 4, 4],
    [5, 6.6 + open * 2.4, 3],
    [tip - 3, 5.2 + open * 8, 1.9],
  ]);
  const teeth = [0, 1, 2, 3, 4]
    .map((k) => `M${8 + k * ((tip - 10) / 5)} 3.4l.8 ${k === 4 ? 3.2 : 2.1}.9-2.1Z`)
    .join('');
  const frill = face.frill
    ? fill(
        polygon([
          [-4, -5],
          [-14, -8],
          [-10.5, -2.5],
          [-16, 1],
          [-10, 3],
          [-12.5, 8.5],
          [-4, 6],
        ]),
        coat.accent,
      ) + line('M-4-4L-13-7.4M-4 0L-15 1M-4 4L-12 8', lighter(coat.body, -0.12), 0.6)
    : '';
  const lit =
    horn(face.horns, [-1, -7], lighter(coat.marks, -0.15)) +
    frill +
    fill(smooth(outline(jaw)), lighter(coat.under, -0.06)) +
    (open > 0.15
      ? fill(
          smooth([
            [3, 3],
            [tip - 2, 3],
            [tip - 4, 5 + open * 7],
            [6, 6 + open * 2],
          ]),
          MOUTH,
        )
      : '') +
    fill(teeth, TOOTH) +
    fill(smooth(outline(top)), coat.body) +
    disc([tip - 1, -1.6], 2.4, 1.8, coat.body) +
    line(scales(top, face.scale, -0.8, 0.95), lighter(coat.body, -0.13), 0.45, 0.7) +
    fill(
      smooth([
        [0.5, -4.6],
        [5, -6.4],
        [9.6, -3.6],
        [6, -3.8],
      ]),
      lighter(coat.body, -0.08),
    ) +
    horn(face.horns, [-4, -5.4], coat.marks) +
    (random.chance(0.5) ? fill('M-1 9l-1.4 4.4 3.6-3.4ZM4 10l-1 4 3.2-3.6Z', coat.marks) : '');
  const flat =
    disc([5.4, -2.2], 2.3, 1.7, DARK, 0.7) +
    disc([5.5, -2.2], 1.8, 1.35, coat.eye) +
    disc([5.7, -2.2], 0.5, 1.3, DARK) +
    disc([6.1, -2.8], 0.35, 0.35, [50, 0.3, 0.97]) +
    disc([tip - 0.2, -1.8], 0.9, 0.55, DARK, 0.85) +
    line(`M${tip + 1.5} 3Q${tip - 6} 4.6 2 3.4`, DARK, 0.5, 0.7);
  return { lit, flat };
}

/** Fire from a mouth at the origin, to the right, `reach` long. */
export function flame(reach: number, random: Random): string {
  return (
    [
      [1, [14, 0.9, 0.48], 0.75],
      [0.78, [30, 0.95, 0.54], 0.85],
      [0.5, [48, 0.98, 0.66], 0.95],
      [0.26, [52, 0.9, 0.9], 1],
    ] as const
  )
    .map(([size, colour, opacity]) => {
      const length = reach * size;
      const wave = (t: number): number => random.between(-0.09, 0.09) * length * t;
      const part = limb([
        [0, 0, 1],
        [length * 0.3, wave(0.5), length * 0.1],
        [length * 0.65, wave(1) + length * 0.03, length * 0.17],
        [length * 0.9, wave(1) + length * 0.02, length * 0.1],
        [length * 1.08, wave(1), 0.4],
      ]);
      return fill(smooth(outline(part)), colour, opacity);
    })
    .join('');
}

/** A head from the front. Returns the lit and the flat parts. */
export function dragonFront(coat: Coat, face: DragonFace, random: Random): { lit: string; flat: string } {
  const turn = random.between(-1.6, 1.6);
  const long = 10 + 3 * face.snout;
  const side = (k: -1 | 1): string => {
    const shape = HORN_SHAPES[face.horns];
    const rise = (dx: number, dy: number): Point => [
      k * (4.6 - dx * 0.36 + dy * 0.2),
      -7 + dx * 0.72 + dy * 0.5,
    ];
    const horns =
      shape.length === 0
        ? ''
        : hornOf(
            limb(
              shape.map(([dx, dy], i) => [...rise(dx, dy), 2.2 * (1 - i / (shape.length - 0.6))] as const),
            ),
            coat.marks,
          );
    // cheek spines, longest behind the eyes
    const spines = [
      [-5.5, 13.5, -9.5],
      [-2, 14.5, -3.5],
      [1.6, 12.5, 3.2],
    ]
      .map(
        ([y, reach, tip]) =>
          `M${k * 6.5} ${y! - 1.7}L${k * reach! * (face.frill ? 1.12 : 0.88)} ${tip}L${k * 6} ${y! + 1.9}Z`,
      )
      .join('');
    const web = face.frill
      ? fill(
          polygon([
            [k * 5, -6],
            [k * 14.4, -9],
            [k * 11.6, -5.4],
            [k * 15.4, -3.2],
            [k * 11, 0.2],
            [k * 13.2, 3.6],
            [k * 5, 5],
          ]),
          coat.accent,
        )
      : '';
    return horns + web + fill(spines, lighter(coat.body, -0.06));
  };
  const skull: Point[] = [
    [-3.6, -9],
    [-7.6, -6.6],
    [-8.4, -2.4],
    [-6.4, 2],
    [-4.2 + turn, 5.4],
    [-4.5 + turn, long - 1.6],
    [-2.6 + turn, long + 1.6],
    [2.6 + turn, long + 1.6],
    [4.5 + turn, long - 1.6],
    [4.2 + turn, 5.4],
    [6.4, 2],
    [8.4, -2.4],
    [7.6, -6.6],
    [3.6, -9],
  ];
  const plates = limb([
    [0, -8, 6],
    [turn * 0.5, 0, 6.5],
    [turn, long, 4],
  ]);
  const open = face.mouthOpen;
  const lit =
    side(-1) +
    side(1) +
    (open > 0.15
      ? fill(
          smooth(ellipse([turn, long + 1 + open * 2], 4.4, 2.4 + open * 2.4)),
          lighter(coat.under, -0.08),
        ) + fill(smooth(ellipse([turn, long + 1 + open * 1.6], 3.4, 1.4 + open * 2)), MOUTH)
      : '') +
    fill(smooth(skull), coat.body) +
    line(scales(plates, face.scale, -0.9, 0.9), lighter(coat.body, -0.13), 0.45, 0.65) +
    fill(
      smooth([
        [-1.6, -6],
        [1.6, -6],
        [turn + 2.2, long - 3],
        [turn - 2.2, long - 3],
      ]),
      lighter(coat.body, 0.06),
      0.8,
    ) +
    ([-1, 1] as const)
      .map(
        (k) =>
          fill(
            polygon([
              [k * 8.8, -6.8],
              [k * 8, -3.4],
              [k * 4.6, -2.2],
              [k * 1.6, -0.4],
              [k * 3, -3.8],
            ]),
            lighter(coat.body, -0.09),
          ) + disc([k * 2.4 + turn, long - 1.6], 1.9, 1.5, lighter(coat.body, 0.03)),
      )
      .join('') +
    (face.horns === 'none'
      ? fill(`M-1.4-8.6L0-14.5L1.4-8.6ZM-1.2-5L${turn * 0.3}-9L1.2-5Z`, coat.marks)
      : '');
  const eye = (k: -1 | 1): string =>
    disc([k * 4.9 + turn * 0.4, -1.4], 2, 1.5, DARK, 0.7) +
    disc([k * 4.9 + turn * 0.4, -1.4], 1.6, 1.2, coat.eye) +
    disc([k * 4.7 + turn * 0.4, -1.4], 0.45, 1.15, DARK);
  const flat =
    eye(-1) +
    eye(1) +
    disc([turn - 2.2, long - 1.4], 0.9, 0.6, DARK, 0.85) +
    disc([turn + 2.2, long - 1.4], 0.9, 0.6, DARK, 0.85) +
    line(`M${turn - 4.2} ${long + 0.4}Q${turn} ${long + 2.6} ${turn + 4.2} ${long + 0.4}`, DARK, 0.5, 0.7) +
    fill(`M${turn - 3.2} ${long + 1}l.5 2 .8-1.7ZM${turn + 3.2} ${long + 1}l-.5 2-.8-1.7Z`, TOOTH);
  return { lit, flat };
}
