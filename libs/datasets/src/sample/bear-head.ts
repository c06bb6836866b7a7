import { type Coat } from './coat.ts';
import { type Colour, blend, lighter } from './colour.ts';
import { disc, fill, line } from './figure.ts';
import { ellipse, hairs, limb, outline, shaggy, smooth } from './geometry.ts';
import { type Random } from './random.ts';

/** How a face is made: shared by every view of one animal. */
export interface BearFace {
  readonly snout: number;
  readonly ears: number;
  readonly mouthOpen: number;
  /** Length of the hair at the outline, in units of the head. */
  readonly hair: number;
  readonly hairs: number;
}

const NOSE: Colour = [20, 0.12, 0.09];
const MOUTH: Colour = [356, 0.4, 0.24];

const eye = (x: number, y: number, coat: Coat, size: number): string =>
  disc([x, y], size * 1.25, size * 1.15, lighter(coat.marks, -0.06), 0.6) +
  disc([x, y], size, size, coat.eye) +
  disc([x + size * 0.3, y - size * 0.35], size * 0.32, size * 0.32, [40, 0.3, 0.95]);

/** A head from its left side, skull radius 10, looking right. Returns the lit and the flat parts. */
export function bearProfile(coat: Coat, face: BearFace, random: Random): { lit: string; flat: string } {
  const reach = face.snout;
  const patched = coat.marks[2] < 0.2 && coat.body[2] > 0.6;
  const skull = ellipse([0, 0], 10.6, 9.6, 22);
  const fur = limb([
    [-9, 1, 7],
    [0, 0, 9],
    [7, 0, 6],
  ]);
  const snout = limb([
    [4, 1.5, 6.8],
    [10, 2.5, 5.2],
    [9 + 8 * reach, 3, 4],
  ]);
  const jaw = limb([
    [3, 6, 4.5],
    [10, 7 + face.mouthOpen * 3, 3],
    [7 + 7.5 * reach, 6.4 + face.mouthOpen * 6, 2.2],
  ]);
  const tip = 11.5 + 8.2 * reach;
  const ear = 3.9 * face.ears;
  const lit =
    disc([2.5, -9.5], ear * 0.9, ear, lighter(coat.marks, -0.05)) +
    fill(shaggy(outline(jaw), face.hair * 0.5, random), lighter(coat.accent, -0.08)) +
    (face.mouthOpen > 0.2
      ? fill(
          smooth([
            [7, 5],
            [tip - 4, 5.4],
            [tip - 5, 5 + face.mouthOpen * 5.2],
            [9, 7.5],
          ]),
          MOUTH,
        ) + fill(`M${tip - 4.5} 5.6l.7 2.8 1-2.7Z`, [48, 0.4, 0.9])
      : '') +
    fill(shaggy(skull, face.hair, random), coat.body) +
    fill(smooth(outline(snout)), blend(coat.body, coat.accent, 0.35)) +
    fill(
      smooth(
        outline(
          limb([
            [9.5, 3.3, 4.3],
            [9 + 8 * reach, 3.2, 3.8],
          ]),
        ),
      ),
      coat.accent,
    ) +
    line(hairs(fur, face.hairs, 3, random), lighter(coat.body, 0.1), 0.45, 0.5) +
    line(hairs(fur, face.hairs, 3, random), lighter(coat.body, -0.1), 0.45, 0.5) +
    (patched ? fill(smooth(ellipse([5, -1.4], 3.6, 2.6)), coat.marks) : '') +
    fill(shaggy(ellipse([-4.5, -8.4], ear, ear * 1.08, 14), face.hair * 0.6, random), coat.marks) +
    disc([-4.2, -7.8], ear * 0.55, ear * 0.6, blend(coat.marks, [18, 0.3, 0.2], 0.6), 0.8);
  const flat =
    fill(
      smooth([
        [tip - 3, -0.8],
        [tip, -0.6],
        [tip + 0.8, 1.6],
        [tip - 0.6, 3.2],
        [tip - 2.8, 2.2],
      ]),
      NOSE,
    ) +
    disc([tip - 1.2, 0], 0.8, 0.4, [210, 0.15, 0.6], 0.7) +
    line(`M${tip - 1} 4.2Q${tip - 4} 6.8 8 6.2`, NOSE, 0.6, 0.8) +
    eye(6.2, -2, coat, 1.25);
  return { lit, flat };
}

/** A head from the front, skull radius 10. Returns the lit and the flat parts. */
export function bearFront(coat: Coat, face: BearFace, random: Random): { lit: string; flat: string } {
  const patched = coat.marks[2] < 0.2 && coat.body[2] > 0.6;
  const ear = 4.1 * face.ears;
  const turn = random.between(-1.6, 1.6);
  const skull = ellipse([0, 0.5], 11.6, 10.2, 26);
  const fur = limb([
    [0, 9, 9],
    [0, 0, 11],
    [0, -9, 7],
  ]);
  const earAt = (side: number): string =>
    fill(shaggy(ellipse([side * 8.2, -8], ear, ear, 14), face.hair * 0.6, random), coat.marks) +
    disc([side * 7.9, -7.4], ear * 0.55, ear * 0.55, blend(coat.marks, [18, 0.3, 0.22], 0.6), 0.85);
  const muzzle = ellipse([turn, 4.6], 5.4 + face.snout * 0.4, 4.8, 16);
  const lit =
    earAt(-1) +
    earAt(1) +
    fill(shaggy(skull, face.hair, random), coat.body) +
    line(hairs(fur, face.hairs * 1.4, 2.6, random), lighter(coat.body, 0.1), 0.45, 0.5) +
    line(hairs(fur, face.hairs * 1.4, 2.6, random), lighter(coat.body, -0.1), 0.45, 0.5) +
    (patched
      ? fill(smooth(ellipse([-4.8 + turn * 0.6, -0.8], 2.6, 3.3)), coat.marks) +
        fill(smooth(ellipse([4.8 + turn * 0.6, -0.8], 2.6, 3.3)), coat.marks)
      : '') +
    fill(
      smooth([
        [turn * 0.7 - 2.2, -5],
        [turn * 0.7 + 2.2, -5],
        [turn + 3.2, 3],
        [turn - 3.2, 3],
      ]),
      lighter(coat.body, 0.05),
      0.7,
    ) +
    (face.mouthOpen > 0.2
      ? fill(smooth(ellipse([turn, 8], 3.4, 2 + face.mouthOpen * 2.6)), MOUTH) +
        fill(`M${turn - 2.4} 6.4l.5 2 .7-1.8ZM${turn + 2.4} 6.4l-.5 2-.7-1.8Z`, [48, 0.4, 0.9])
      : '') +
    fill(smooth(muzzle), coat.accent);
  const flat =
    fill(
      smooth([
        [turn - 2.5, 1.2],
        [turn, 0.8],
        [turn + 2.5, 1.2],
        [turn + 1.7, 3.2],
        [turn, 4],
        [turn - 1.7, 3.2],
      ]),
      NOSE,
    ) +
    disc([turn - 0.6, 1.7], 0.9, 0.4, [210, 0.15, 0.6], 0.7) +
    line(
      `M${turn} 4V5.8M${turn - 3} 6.6Q${turn - 1.5} 7.6 ${turn} 5.8Q${turn + 1.5} 7.6 ${turn + 3} 6.6`,
      NOSE,
      0.55,
      0.85,
    ) +
    eye(-4.5 + turn * 0.6, -1.4, coat, 1.2) +
    eye(4.5 + turn * 0.6, -1.4, coat, 1.2);
  return { lit, flat };
}
