import { type BearFace, bearFront, bearProfile } from './bear-head.ts';
import { type Coat } from './coat.ts';
import { type Colour, lighter } from './colour.ts';
import { type Figure, fill, type Layer, line, placed } from './figure.ts';
import { ellipse, hairs, type Limb, limb, outline, type Point, shaggy, smooth } from './geometry.ts';
import { claws, leg } from './leg.ts';
import { type Random } from './random.ts';

export const BEAR_POSES = [
  'walking',
  'standing',
  'sitting',
  'sitting-front',
  'rearing',
  'rearing-front',
  'lying',
  'head-side',
  'head-front',
] as const;
export type BearPose = (typeof BEAR_POSES)[number];

interface Build {
  readonly bulk: number;
  readonly legs: number;
  readonly head: number;
  readonly hump: number;
  readonly hair: number;
  readonly face: BearFace;
}

function build(random: Random): Build {
  const hair = random.between(1.6, 4);
  return {
    bulk: random.between(0.82, 1.2),
    legs: random.between(0.85, 1.15),
    head: random.between(0.9, 1.22),
    hump: random.between(0, 9),
    hair,
    face: {
      snout: random.between(0.75, 1.15),
      ears: random.between(0.85, 1.2),
      mouthOpen: random.chance(0.25) ? random.between(0.4, 1) : 0,
      hair: hair * 0.6,
      hairs: 45,
    },
  };
}

/** A furry part: shaggy outline and hairs in two tones. */
function furry(part: Limb, colour: Colour, hair: number, count: number, random: Random): string {
  return (
    fill(shaggy(outline(part), hair, random), colour) +
    line(hairs(part, count, hair * 2, random), lighter(colour, 0.12), 0.7, 0.45) +
    line(hairs(part, count, hair * 2, random), lighter(colour, -0.12), 0.7, 0.45)
  );
}

function head(
  view: 'side' | 'front',
  at: Point,
  degrees: number,
  coat: Coat,
  { head: size, face }: Build,
  random: Random,
): Layer[] {
  const { lit, flat } = (view === 'side' ? bearProfile : bearFront)(coat, face, random);
  const scale = 1.5 * size;
  return [
    { svg: placed(lit, at, scale, degrees), thickness: 6 },
    { svg: placed(flat, at, scale, degrees), thickness: 0 },
  ];
}

const CLAW: Colour = [35, 0.15, 0.18];

function paw(part: Limb, colour: Colour, hair: number, random: Random): string {
  return furry(part, colour, hair * 0.7, 22, random) + line(claws(part, 3), CLAW, 1.1);
}

function onFours(pose: 'walking' | 'standing', coat: Coat, body: Build, random: Random): Figure {
  const { bulk, hump, hair } = body;
  const back = -56 * body.legs;
  const stride = pose === 'walking' ? random.between(8, 16) : random.between(0, 4);
  const phase = random.sign();
  const drop = random.pick([-10, -3, 4, 12, 24]) + random.between(-3, 3);
  const torso = limb([
    [-53, back + 5, 13 * bulk],
    [-38, back + 2, 25 * bulk],
    [-6, back + 4, 26 * bulk],
    [24, back - hump * 0.5, 25 * bulk + hump * 0.6],
    [44, back - 4 + drop * 0.4, 18 * bulk],
    [60, back - 9 + drop * 0.85, 14],
  ]);
  const legBuild = { thigh: 16 * bulk, knee: 10.5 * bulk, ankle: 7.5, foot: 11 };
  const arm = { thigh: 14 * bulk, knee: 10 * bulk, ankle: 7.5, foot: 9 };
  const limbs = {
    farHind: leg([-32, back + 12], [-34 - stride * phase, 0], 7, legBuild),
    farFore: leg([24, back + 10], [27 + stride * phase, 0], -2, arm),
    nearHind: leg([-37, back + 12], [-40 + stride * phase, 0], 7, legBuild),
    nearFore: leg([27, back + 10], [24 - stride * phase, 0], -2, arm),
  };
  const shade = lighter(coat.limbs, -0.06);
  return {
    footing: 'ground',
    box: { left: -70, right: 92, top: back - 34, bottom: 0 },
    layers: [
      {
        svg: paw(limbs.farHind, shade, hair, random) + paw(limbs.farFore, shade, hair, random),
        thickness: 5,
        far: true,
      },
      {
        svg:
          fill(shaggy(ellipse([-64, back + 3], 6, 5, 10), hair, random), coat.body) +
          furry(torso, coat.body, hair, 130, random) +
          (coat.limbs[2] < 0.2 && coat.body[2] > 0.6
            ? furry(
                limb([
                  [30, back - 22, 9],
                  [28, back + 10, 13],
                ]),
                coat.limbs,
                hair,
                20,
                random,
              )
            : ''),
        thickness: 11,
      },
      {
        svg: paw(limbs.nearHind, coat.limbs, hair, random) + paw(limbs.nearFore, coat.limbs, hair, random),
        thickness: 6,
      },
      ...head('side', [66, back - 12 + drop], drop * 0.9, coat, body, random),
    ],
  };
}

function sitting(coat: Coat, body: Build, random: Random): Figure {
  const { bulk, hair } = body;
  const lean = random.between(-4, 8);
  const torso = limb([
    [-22, -14, 15 * bulk],
    [-15, -27, 27 * bulk],
    [-6, -52, 25 * bulk],
    [4 + lean, -76, 18 * bulk],
    [14 + lean, -92, 13],
  ]);
  const arm = leg([8 + lean, -64], [22, 0], -3, { thigh: 12 * bulk, knee: 9.5, ankle: 7, foot: 9 });
  const farArm = leg([14 + lean, -62], [32, -1], -3, { thigh: 11 * bulk, knee: 9, ankle: 7, foot: 9 });
  const thigh = limb([
    [-14, -18, 17 * bulk],
    [2, -15, 14 * bulk],
    [16, -6, 7],
    [30, -6, 6.5],
  ]);
  return {
    footing: 'ground',
    box: { left: -48, right: 50, top: -124, bottom: 0 },
    layers: [
      { svg: paw(farArm, lighter(coat.limbs, -0.06), hair, random), thickness: 5, far: true },
      { svg: furry(torso, coat.body, hair, 120, random), thickness: 11 },
      { svg: paw(thigh, coat.limbs, hair, random) + paw(arm, coat.limbs, hair, random), thickness: 6 },
      ...head('side', [20 + lean, -103], random.between(-14, 20), coat, body, random),
    ],
  };
}

function upright(pose: 'sitting-front' | 'rearing-front', coat: Coat, body: Build, random: Random): Figure {
  const { bulk, hair } = body;
  const rise = pose === 'rearing-front' ? 34 : 0;
  const sway = random.between(-4, 4);
  const torso = limb([
    [0, -16 - rise, 24 * bulk],
    [0, -36 - rise, 33 * bulk],
    [sway * 0.5, -64 - rise, 29 * bulk],
    [sway, -86 - rise, 19 * bulk],
    [sway, -98 - rise, 13],
  ]);
  const belly = limb([
    [0, -22 - rise, 14 * bulk],
    [sway * 0.3, -44 - rise, 20 * bulk],
    [sway * 0.7, -68 - rise, 13 * bulk],
  ]);
  const arm = (side: -1 | 1): Limb => {
    const up = pose === 'rearing-front' ? random.pick([-26, 10, 26]) : random.pick([18, 28, 34]);
    return limb([
      [sway + side * 22 * bulk, -78 - rise, 11 * bulk],
      [side * 35 * bulk, -62 - rise + up * 0.3, 10],
      [side * (30 + Math.max(-up, 0) * 0.4) * bulk, -58 - rise + up, 8.5],
    ]);
  };
  const legs = ([-1, 1] as const).map((side) =>
    pose === 'rearing-front'
      ? limb([
          [side * 15 * bulk, -46, 18 * bulk],
          [side * 19 * bulk, -26, 14.5 * bulk],
          [side * 19 * bulk, -10, 11],
          [side * 24 * bulk, -7, 9],
          [side * 30 * bulk, -6, 7.5],
        ])
      : limb([
          [side * 22 * bulk, -18, 17 * bulk],
          [side * 33 * bulk, -14, 13],
          [side * 40 * bulk, -10, 11],
        ]),
  );
  const pads = (side: -1 | 1): string =>
    pose === 'rearing-front'
      ? ''
      : fill(smooth(ellipse([side * 42 * bulk, -10], 7, 8)), sole(coat.limbs)) +
        [-1, 0, 1]
          .map((k) =>
            fill(
              smooth(ellipse([side * 42 * bulk + k * 4.5, -18.5 + Math.abs(k) * 1.6], 1.8, 1.9, 8)),
              sole(coat.limbs),
            ),
          )
          .join('');
  const lower: Layer = {
    svg: legs.map((part) => furry(part, coat.limbs, hair, 45, random)).join('') + pads(-1) + pads(1),
    thickness: 6,
  };
  const upper: Layer = {
    svg:
      furry(torso, coat.body, hair, 120, random) +
      fill(shaggy(outline(belly), hair, random), coat.under, 0.6),
    thickness: 12,
  };
  return {
    footing: 'ground',
    box: { left: -52 * bulk, right: 52 * bulk, top: -128 - rise, bottom: 0 },
    layers: [
      ...(pose === 'rearing-front' ? [lower, upper] : [upper, lower]),
      {
        svg: ([-1, 1] as const).map((side) => furry(arm(side), coat.limbs, hair, 30, random)).join(''),
        thickness: 6,
      },
      ...head('front', [sway, -106 - rise], random.between(-12, 12), coat, body, random),
    ],
  };
}

/** The bare skin of a sole. */
const sole = ([h, s, l]: Colour): Colour => [h, s * 0.8, l > 0.5 ? l - 0.35 : l * 0.6];

function rearing(coat: Coat, body: Build, random: Random): Figure {
  const { bulk, hair } = body;
  const lean = random.between(-4, 14);
  const torso = limb([
    [-12, -36, 16 * bulk],
    [-8, -50, 25 * bulk],
    [0, -78, 25 * bulk],
    [8 + lean * 0.6, -104, 20 * bulk],
    [16 + lean, -122, 13],
  ]);
  const legBuild = { thigh: 17 * bulk, knee: 12 * bulk, ankle: 8, foot: 14 };
  const reach = random.between(-16, 22);
  const arm = (dx: number, dy: number): Limb =>
    limb([
      [12 + lean * 0.6 + dx, -98 + dy, 11.5 * bulk],
      [30 + lean + dx, -88 + dy + reach * 0.3, 9.5],
      [44 + lean + dx, -90 + dy + reach, 8],
    ]);
  return {
    footing: 'ground',
    box: { left: -42, right: 62 + lean, top: -152, bottom: 0 },
    layers: [
      {
        svg:
          paw(leg([-4, -42], [2, 0], 9, legBuild), lighter(coat.limbs, -0.06), hair, random) +
          paw(arm(6, -4), lighter(coat.limbs, -0.06), hair, random),
        thickness: 5,
        far: true,
      },
      { svg: furry(torso, coat.body, hair, 130, random), thickness: 11 },
      {
        svg:
          paw(leg([-12, -42], [-14, 0], 9, legBuild), coat.limbs, hair, random) +
          paw(arm(-2, 2), coat.limbs, hair, random),
        thickness: 6,
      },
      ...head('side', [22 + lean, -131], random.between(-24, 12), coat, body, random),
    ],
  };
}

function lying(coat: Coat, body: Build, random: Random): Figure {
  const { bulk, hair } = body;
  const raise = random.pick([0, 0, 14, 26]);
  const torso = limb([
    [-50, -14, 12 * bulk],
    [-34, -23, 22 * bulk],
    [0, -25, 24 * bulk],
    [28, -25 - raise * 0.3, 20 * bulk],
    [46, -22 - raise * 0.8, 13],
  ]);
  const thigh = limb([
    [-34, -18, 16 * bulk],
    [-20, -10, 10],
    [-6, -6, 6.5],
    [4, -5, 6],
  ]);
  const arm = limb([
    [28, -16, 11],
    [42, -8, 7.5],
    [58, -6, 6],
    [70, -5, 5.5],
  ]);
  return {
    footing: 'ground',
    box: { left: -64, right: 88, top: -52 - raise, bottom: 0 },
    layers: [
      { svg: furry(torso, coat.body, hair, 120, random), thickness: 11 },
      { svg: paw(thigh, coat.limbs, hair, random) + paw(arm, coat.limbs, hair, random), thickness: 6 },
      ...head('side', [56, -21 - raise], random.between(0, 16), coat, body, random),
    ],
  };
}

function closeUp(view: 'side' | 'front', coat: Coat, body: Build, random: Random): Figure {
  const near: Build = { ...body, face: { ...body.face, hair: body.face.hair * 0.55, hairs: 130 } };
  const size = 2.6;
  const neck =
    view === 'side'
      ? limb([
          [-50, 62, 40],
          [-30, 22, 34],
          [-8, 2, 26],
        ])
      : limb([
          [random.between(-14, 14), 66, 52],
          [0, 24, 38],
          [0, 0, 26],
        ]);
  const { lit, flat } = (view === 'side' ? bearProfile : bearFront)(coat, near.face, random);
  const turn = view === 'side' ? random.between(-18, 16) : random.between(-14, 14);
  return {
    footing: 'frame',
    box: { left: view === 'side' ? -48 : -42, right: view === 'side' ? 62 : 42, top: -40, bottom: 44 },
    layers: [
      {
        svg: furry(neck, coat.limbs[2] < 0.2 ? coat.limbs : coat.body, body.hair * 1.1, 220, random),
        thickness: 12,
      },
      { svg: placed(lit, [0, 0], size, turn), thickness: 9 },
      { svg: placed(flat, [0, 0], size, turn), thickness: 0 },
    ],
  };
}

/** A bear in its coat, in one pose; its build (bulk, legs, hump, hair, face) comes from `random`. */
export function bear(pose: BearPose, coat: Coat, random: Random): Figure {
  const body = build(random);
  switch (pose) {
    case 'walking':
    case 'standing':
      return onFours(pose, coat, body, random);
    case 'sitting':
      return sitting(coat, body, random);
    case 'sitting-front':
    case 'rearing-front':
      return upright(pose, coat, body, random);
    case 'rearing':
      return rearing(coat, body, random);
    case 'lying':
      return lying(coat, body, random);
    case 'head-side':
      return closeUp('side', coat, body, random);
    case 'head-front':
      return closeUp('front', coat, body, random);
  }
}
