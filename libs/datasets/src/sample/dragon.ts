import { type Coat } from './coat.ts';
import { type Colour, lighter } from './colour.ts';
import { type DragonFace, dragonFront, dragonProfile, flame, HORNS } from './dragon-head.ts';
import { wing } from './dragon-wing.ts';
import { type Figure, fill, type Layer, line, placed } from './figure.ts';
import {
  hairs,
  type Limb,
  limb,
  onLimb,
  outline,
  type Point,
  polygon,
  polyline,
  scales,
  smooth,
  strip,
} from './geometry.ts';
import { claws, leg, type LegBuild } from './leg.ts';
import { type Random } from './random.ts';

export const DRAGON_POSES = [
  'walking',
  'standing',
  'sitting',
  'sitting-front',
  'rearing',
  'lying',
  'flying',
  'head-side',
  'head-front',
] as const;
export type DragonPose = (typeof DRAGON_POSES)[number];

type Joint = readonly [x: number, y: number, radius: number];

interface Build {
  readonly bulk: number;
  readonly neck: number;
  readonly tail: number;
  readonly head: number;
  readonly spikes: number;
  readonly mane: boolean;
  readonly scale: number;
  /** null: a drake, without wings. */
  readonly wings: { readonly size: number; readonly spread: number; readonly sweep: number } | null;
  readonly tailTip: 'spade' | 'plain' | 'club';
  readonly face: DragonFace;
}

/** A `stocky` dragon has a bear's proportions: thick, short of neck and tail, without wings or with small ones. */
function build(stocky: boolean, random: Random): Build {
  const winged = random.chance(stocky ? 0.2 : 0.72);
  return {
    bulk: stocky ? random.between(1.25, 1.6) : random.between(0.85, 1.2),
    neck: stocky ? random.between(0.15, 0.4) : random.between(0.6, 1.15),
    tail: stocky ? random.between(0.3, 0.6) : random.between(0.75, 1.2),
    head: stocky ? random.between(1.15, 1.45) : random.between(0.9, 1.2),
    spikes: random.chance(0.75) ? random.between(3, 8) : 0,
    mane: stocky ? random.chance(0.6) : random.chance(0.12),
    scale: random.between(4, 6.5),
    wings: winged
      ? {
          size: stocky ? random.between(0.5, 0.8) : random.between(0.8, 1.1),
          spread:
            random.weighted({ folded: 5, half: 2, raised: 4 }) === 'folded'
              ? random.between(0, 0.15)
              : random.between(0.45, 1),
          sweep: random.unit(),
        }
      : null,
    tailTip: random.pick(['spade', 'plain', 'plain', 'club']),
    face: {
      snout: stocky ? random.between(0.5, 0.85) : random.between(0.8, 1.25),
      horns: stocky ? random.pick(['short', 'none', 'curled']) : random.pick(HORNS),
      frill: random.chance(stocky ? 0.2 : 0.4),
      mouthOpen: random.chance(0.35) ? random.between(0.3, 1) : 0,
      scale: random.between(2, 3),
    },
  };
}

const DARK: Colour = [30, 0.15, 0.14];

function scaly(part: Limb, colour: Colour, size: number): string {
  return (
    fill(smooth(outline(part)), colour) +
    line(scales(part, size, -0.85, 0.95), lighter(colour, -0.12), 0.8, 0.6) +
    line(scales(part, size * 2, -0.1, 0.95), lighter(colour, 0.14), 0.7, 0.4)
  );
}

const foot = (part: Limb, colour: Colour, coat: Coat, size: number): string =>
  scaly(part, colour, size * 0.9) + line(claws(part, 4.5), coat.marks[2] > 0.4 ? coat.marks : DARK, 1.5);

/** Tail, torso and neck as one limb from the tail's tip to the skull: spikes along its back, plates along its belly. */
function spine(part: Limb, coat: Coat, body: Build, random: Random): string {
  const spikes = Array.from({ length: body.spikes > 0 ? 30 : 0 }, (_, k) => {
    const along = 0.12 + (k / 30) * 0.84;
    const a = onLimb(part, along - 0.014, 0.92);
    const b = onLimb(part, along + 0.014, 0.92);
    const peak = onLimb(part, along - 0.012, 1);
    const outer = onLimb(part, along - 0.012, 2);
    const reach = Math.hypot(outer[0] - peak[0], outer[1] - peak[1]) || 1;
    const height = body.spikes * (0.5 + 0.5 * Math.sin(along * Math.PI));
    return polygon([
      a,
      [peak[0] + ((outer[0] - peak[0]) / reach) * height, peak[1] + ((outer[1] - peak[1]) / reach) * height],
      b,
    ]);
  }).join('');
  const ribs = Array.from({ length: 34 }, (_, k) =>
    polyline([onLimb(part, 0.25 + k * 0.021, -0.95), onLimb(part, 0.247 + k * 0.021, -0.5)]),
  ).join('');
  const tip = part.spine[0] as Point;
  const heading = part.spine[3] as Point;
  const turn = (Math.atan2(tip[1] - heading[1], tip[0] - heading[0]) * 180) / Math.PI;
  const end =
    body.tailTip === 'spade'
      ? placed(fill('M-4-2L1-9L14 0L1 9L-4 2Z', coat.accent), tip, 1, turn)
      : body.tailTip === 'club'
        ? placed(fill('M-3-3L2-8L4-4L11-5L8 0L11 5L4 4L2 8L-3 3Z', coat.marks), tip, 1, turn)
        : '';
  const mane = body.mane
    ? line(
        hairs(limb([0.6, 0.75, 0.9, 1].map((t): Joint => [...onLimb(part, t, 0.5), 9])), 120, 9, random),
        lighter(coat.body, -0.1),
        1.4,
        0.8,
      ) +
      line(
        hairs(limb([0.6, 0.75, 0.9, 1].map((t): Joint => [...onLimb(part, t, 0.4), 9])), 90, 8, random),
        lighter(coat.body, 0.08),
        1,
        0.7,
      )
    : '';
  return (
    end +
    fill(spikes, coat.marks) +
    scaly(part, coat.body, body.scale) +
    fill(polygon(strip(part, -1, -0.5, 0.25, 0.985)), coat.under) +
    line(ribs, lighter(coat.under, -0.18), 0.8, 0.7) +
    mane
  );
}

function head(
  view: 'side' | 'front',
  at: Point,
  degrees: number,
  coat: Coat,
  body: Build,
  random: Random,
  zoom = 1.5,
): Layer[] {
  const { lit, flat } = (view === 'side' ? dragonProfile : dragonFront)(coat, body.face, random);
  const scale = zoom * body.head;
  const fire =
    view === 'side' && body.face.mouthOpen > 0.5 && random.chance(0.5)
      ? placed(
          flame(random.between(20, 44), random),
          [11 + 9 * body.face.snout, 4.5],
          1,
          random.between(0, 14),
        )
      : '';
  return [
    { svg: placed(lit, at, scale, degrees), thickness: zoom * 3 },
    { svg: placed(flat + fire, at, scale, degrees), thickness: 0 },
  ];
}

/** Neck joints from the shoulders to the skull; `carriage` 0 is low and forward, 1 held high. */
function neck([x, y]: Point, length: number, carriage: number, bulk: number): Joint[] {
  const r = 6 + 3 * bulk;
  const forward = 62 - carriage * 40;
  const up = carriage * 74 - 8;
  return [
    [x + forward * 0.42 * length + 6, y - up * 0.3 * length - 4, r * 1.15],
    [x + forward * (0.62 + 0.1 * carriage) * length + 8, y - up * 0.72 * length - 5, r * 0.9],
    [x + forward * length + 10, y - up * length - 6, r * 0.88],
  ];
}

function tail([x, y]: Point, length: number, lift: number): Joint[] {
  return [
    [x - 98 * length, y + 34 - lift, 1.2],
    [x - 80 * length, y + 40 - lift * 0.8, 2.8],
    [x - 52 * length, y + 34 - lift * 0.3, 5.5],
    [x - 24 * length, y + 16, 9],
  ];
}

const wings = (body: Build, at: Point, coat: Coat): { far: Layer[]; near: Layer[] } => {
  if (body.wings === null) return { far: [], near: [] };
  const { size, spread, sweep } = body.wings;
  return {
    far: [
      {
        svg: wing([at[0] + 8, at[1] - 2], shaded(coat, -0.07), size * 0.95, spread, Math.min(sweep + 0.2, 1)),
        thickness: 3,
        far: true,
      },
    ],
    near: [{ svg: wing(at, coat, size, spread, sweep), thickness: 2.5 }],
  };
};

const shaded = (coat: Coat, amount: number): Coat => ({
  ...coat,
  body: lighter(coat.body, amount),
  accent: lighter(coat.accent, amount),
});

const LEG = (bulk: number): LegBuild => ({
  thigh: 12.5 * bulk,
  knee: 8 * bulk,
  ankle: 4.6 * Math.sqrt(bulk),
  foot: 12,
});

/** Bounds of joints and wings, in figure units. */
function boxOf(joints: readonly Joint[], body: Build, shoulder: Point): Figure['box'] {
  const raised = body.wings === null ? 0 : (26 + 84 * body.wings.spread) * body.wings.size;
  return {
    left: Math.min(...joints.map(([x]) => x)) - 6,
    right: Math.max(...joints.map(([x]) => x)) + 42 * body.head,
    top: Math.min(...joints.map(([, y]) => y - 20), shoulder[1] - raised),
    bottom: 0,
  };
}

function onFours(pose: 'walking' | 'standing', coat: Coat, body: Build, random: Random): Figure {
  const { bulk } = body;
  const back = -50;
  const stride = pose === 'walking' ? random.between(9, 17) : random.between(0, 4);
  const phase = random.sign();
  const carriage = random.pick([0, 0.25, 0.6, 1, 1]) * random.between(0.8, 1);
  const joints: Joint[] = [
    ...tail([-40, back + 4], body.tail, random.between(-4, 46)),
    [-38, back + 4, 14 * bulk],
    [-10, back + 3, 17 * bulk],
    [18, back, 17.5 * bulk],
    [36, back - 5, 13 * bulk],
    ...neck([40, back - 8], body.neck, carriage, bulk),
  ];
  const [hx, hy] = joints.at(-1) as Joint;
  const legs = LEG(bulk);
  const arm = { ...legs, thigh: 10 * bulk, knee: 6.5 * bulk, foot: 10 };
  const farLegs =
    foot(
      leg([-26, back + 10], [-30 - stride * phase, 0], 8, legs),
      lighter(coat.limbs, -0.06),
      coat,
      body.scale,
    ) +
    foot(
      leg([28, back + 8], [30 + stride * phase, 0], -4, arm),
      lighter(coat.limbs, -0.06),
      coat,
      body.scale,
    );
  const nearLegs =
    foot(leg([-32, back + 10], [-36 + stride * phase, 0], 9, legs), coat.limbs, coat, body.scale) +
    foot(leg([24, back + 8], [24 - stride * phase, 0], -4, arm), coat.limbs, coat, body.scale);
  const { far, near } = wings(body, [14, back - 12 * bulk], coat);
  return {
    footing: 'ground',
    box: boxOf(joints, body, [14, back - 12]),
    layers: [
      ...far,
      { svg: farLegs, thickness: 3, far: true },
      { svg: spine(limb(joints), coat, body, random), thickness: 7 },
      { svg: nearLegs, thickness: 4.5 },
      ...head('side', [hx + 4, hy], 4 + (1 - carriage) * 8 + random.between(-14, 14), coat, body, random),
      ...near,
    ],
  };
}

function sitting(coat: Coat, body: Build, random: Random): Figure {
  const { bulk } = body;
  const carriage = random.between(0.7, 1);
  const joints: Joint[] = [
    [-70 * body.tail, -4, 1.2],
    [-62 * body.tail, -6, 3],
    [-44 * body.tail - 6, -8, 6],
    [-22, -14, 13 * bulk],
    [-10, -26, 19 * bulk],
    [2, -48, 17 * bulk],
    [10, -64, 12.5 * bulk],
    ...neck([10, -68], body.neck * 0.9, carriage, bulk),
  ];
  const [hx, hy] = joints.at(-1) as Joint;
  const arm: LegBuild = { thigh: 9 * bulk, knee: 6.5 * bulk, ankle: 4.6 * Math.sqrt(bulk), foot: 10 };
  const thigh = limb([
    [-12, -17, 14 * bulk],
    [4, -15, 10 * bulk],
    [8, -5, 5],
    [22, -4, 4],
  ]);
  const { far, near } = wings(body, [2, -58], coat);
  return {
    footing: 'ground',
    box: boxOf(joints, body, [2, -58]),
    layers: [
      ...far,
      {
        svg: foot(leg([14, -54], [30, -1], -4, arm), lighter(coat.limbs, -0.06), coat, body.scale),
        thickness: 3,
        far: true,
      },
      { svg: spine(limb(joints), coat, body, random), thickness: 7 },
      {
        svg:
          foot(thigh, coat.limbs, coat, body.scale) +
          foot(leg([8, -54], [21, 0], -4, arm), coat.limbs, coat, body.scale),
        thickness: 4.5,
      },
      ...head('side', [hx + 4, hy], random.between(-10, 22), coat, body, random),
      ...near,
    ],
  };
}

function sittingFront(coat: Coat, body: Build, random: Random): Figure {
  const { bulk } = body;
  const sway = random.between(-12, 12);
  const rise = 26 * body.neck;
  const joints: Joint[] = [
    [0, -14, 22 * bulk],
    [0, -34, 24 * bulk],
    [0, -58, 18 * bulk],
    [sway * 0.6, -74 - rise * 0.5, 10 * bulk],
    [sway, -84 - rise, 8.5 * bulk],
  ];
  const torso = limb(joints);
  const ribs = Array.from({ length: 14 }, (_, k) =>
    polyline([
      onLimb(torso, 0.05 + k * 0.066, -0.5),
      onLimb(torso, 0.03 + k * 0.066, 0),
      onLimb(torso, 0.05 + k * 0.066, 0.5),
    ]),
  ).join('');
  const side = (k: -1 | 1): string =>
    scaly(
      limb([
        [k * 22 * bulk, -18, 13 * bulk],
        [k * 29 * bulk, -9, 8],
        [k * 25 * bulk, -4, 5],
      ]),
      coat.limbs,
      body.scale,
    ) +
    scaly(
      limb([
        [k * 15 * bulk, -56, 8.5 * bulk],
        [k * 17 * bulk, -28, 6.5],
        [k * 11 * bulk, -4, 5.5],
      ]),
      coat.limbs,
      body.scale,
    ) +
    line([-4, 0, 4].map((d) => `M${(k * 11 * bulk + d).toFixed(1)} -2l0 3.4`).join(''), coat.marks, 1.6);
  const tailLimb = limb([
    [18, -10, 9],
    [48 * body.tail, -7, 6],
    [66 * body.tail, -14, 3.5],
    [74 * body.tail, -26, 1],
  ]);
  const span = body.wings;
  const reach = span === null ? 40 * bulk : (42 + 44 * span.spread) * span.size + 14;
  return {
    footing: 'ground',
    box: {
      left: -Math.max(reach, 40 * bulk),
      right: Math.max(reach, 40 * bulk, 74 * body.tail),
      top: Math.min(-104 - rise, span === null ? 0 : -60 - (26 + 84 * span.spread) * span.size),
      bottom: 0,
    },
    layers: [
      ...(span === null
        ? []
        : [
            {
              svg:
                wing([-12, -62], coat, span.size, span.spread, span.sweep * 0.4) +
                wing([12, -62], coat, span.size, span.spread, span.sweep * 0.4, -1),
              thickness: 2.5,
            },
          ]),
      { svg: scaly(tailLimb, lighter(coat.body, -0.04), body.scale), thickness: 4, far: true },
      {
        svg:
          scaly(torso, coat.body, body.scale) +
          fill(polygon(strip(torso, -0.5, 0.5)), coat.under) +
          line(ribs, lighter(coat.under, -0.18), 0.8, 0.7),
        thickness: 8,
      },
      { svg: side(-1) + side(1), thickness: 4.8 },
      ...head('front', [sway, -94 - rise], random.between(-12, 12), coat, body, random, 1.6),
    ],
  };
}

function rearing(coat: Coat, body: Build, random: Random): Figure {
  const { bulk } = body;
  const joints: Joint[] = [
    [-74 * body.tail, -2, 1.2],
    [-60 * body.tail, -5, 3.4],
    [-36 * body.tail, -12, 7],
    [-14, -40, 15 * bulk],
    [-4, -62, 17.5 * bulk],
    [8, -86, 16 * bulk],
    [16, -100, 11.5 * bulk],
    ...neck([16, -102], body.neck * 0.8, random.between(0.4, 1), bulk),
  ];
  const [hx, hy] = joints.at(-1) as Joint;
  const legs = { ...LEG(bulk), foot: 14 };
  const reach = random.between(-14, 16);
  const arm = (dx: number, dy: number): Limb =>
    limb([
      [12 + dx, -84 + dy, 8.5 * bulk],
      [28 + dx, -76 + dy + reach * 0.3, 6],
      [40 + dx, -80 + dy + reach, 4.6],
      [47 + dx, -82 + dy + reach, 3.6],
    ]);
  const { far, near } = wings(body, [4, -92], coat);
  return {
    footing: 'ground',
    box: boxOf(joints, body, [4, -92]),
    layers: [
      ...far,
      {
        svg:
          foot(leg([-6, -40], [2, 0], 12, legs), lighter(coat.limbs, -0.06), coat, body.scale) +
          foot(arm(5, -4), lighter(coat.limbs, -0.06), coat, body.scale),
        thickness: 3,
        far: true,
      },
      { svg: spine(limb(joints), coat, body, random), thickness: 7 },
      {
        svg:
          foot(leg([-14, -40], [-16, 0], 12, legs), coat.limbs, coat, body.scale) +
          foot(arm(-2, 2), coat.limbs, coat, body.scale),
        thickness: 4.5,
      },
      ...head('side', [hx + 4, hy], random.between(-26, 14), coat, body, random),
      ...near,
    ],
  };
}

function lying(coat: Coat, body: Build, random: Random): Figure {
  const { bulk } = body;
  const raise = random.pick([0, 0, 0.3, 0.8]);
  const joints: Joint[] = [
    [-92 * body.tail, -4, 1.2],
    [-76 * body.tail, -6, 3.2],
    [-52 * body.tail, -9, 6.5],
    [-32, -16, 13 * bulk],
    [-6, -20, 17 * bulk],
    [20, -19, 15 * bulk],
    [34, -17, 11 * bulk],
    ...(raise === 0
      ? ([
          [52 * (0.7 + 0.3 * body.neck), -13, 9],
          [66 * (0.7 + 0.3 * body.neck), -10, 8],
        ] as Joint[])
      : neck([34, -18], body.neck * 0.8, raise, bulk)),
  ];
  const [hx, hy] = joints.at(-1) as Joint;
  const thigh = limb([
    [-24, -15, 12 * bulk],
    [-10, -10, 8],
    [-16, -4, 5],
    [-2, -3.5, 4],
  ]);
  const arm = limb([
    [22, -13, 8 * bulk],
    [32, -5, 5],
    [46, -4, 4.2],
    [54, -3.6, 3.6],
  ]);
  const { far, near } = wings(body, [12, -30], coat);
  return {
    footing: 'ground',
    box: boxOf(joints, body, [12, -30]),
    layers: [
      ...far,
      { svg: spine(limb(joints), coat, body, random), thickness: 7 },
      {
        svg: foot(thigh, coat.limbs, coat, body.scale) + foot(arm, coat.limbs, coat, body.scale),
        thickness: 4.5,
      },
      ...head('side', [hx + 6, hy], random.between(-4, 14), coat, body, random),
      ...near,
    ],
  };
}

function flying(coat: Coat, body: Build, random: Random): Figure {
  const airborne: Build = {
    ...body,
    wings: { size: random.between(1, 1.3), spread: random.between(0.75, 1), sweep: random.between(0, 0.7) },
  };
  const { bulk } = body;
  const joints: Joint[] = [
    [-112 * body.tail, random.between(-20, 16), 1.2],
    [-88 * body.tail, 4, 3],
    [-56 * body.tail, 8, 6],
    [-28, 4, 11 * bulk],
    [0, 0, 14 * bulk],
    [24, -4, 12 * bulk],
    [40, -10, 9],
    [58 + 14 * body.neck, -20 - 8 * body.neck, 7],
    [70 + 22 * body.neck, -22 - 10 * body.neck, 6.6],
  ];
  const [hx, hy] = joints.at(-1) as Joint;
  const tucked = (x: number, y: number): Limb =>
    limb([
      [x, y, 8.5 * bulk],
      [x - 8, y + 11, 6],
      [x - 24, y + 15, 3.6],
      [x - 32, y + 14, 3],
    ]);
  const { far, near } = wings(airborne, [12, -8], coat);
  return {
    footing: 'air',
    box: { ...boxOf(joints, airborne, [12, -8]), bottom: 30 },
    layers: [
      ...far,
      { svg: foot(tucked(-18, 8), lighter(coat.limbs, -0.05), coat, body.scale), thickness: 3, far: true },
      { svg: spine(limb(joints), coat, body, random), thickness: 7 },
      {
        svg:
          foot(tucked(-24, 9), coat.limbs, coat, body.scale) +
          foot(tucked(28, 6), coat.limbs, coat, body.scale),
        thickness: 4.5,
      },
      ...head('side', [hx + 4, hy], random.between(-10, 16), coat, body, random),
      ...near,
    ],
  };
}

function closeUp(view: 'side' | 'front', coat: Coat, body: Build, random: Random): Figure {
  const near: Build = { ...body, head: 1 };
  const joints: Joint[] =
    view === 'side'
      ? [
          [-58, 70, 30],
          [-46, 34, 25],
          [-26, 10, 20],
          [-8, 0, 16],
        ]
      : [
          [random.between(-18, 18), 70, 36],
          [0, 34, 26],
          [0, 4, 19],
        ];
  const part = limb(joints);
  const nape =
    view === 'side'
      ? spine(
          part,
          coat,
          { ...body, tailTip: 'plain', spikes: body.spikes * 1.6, scale: body.scale * 1.2 },
          random,
        )
      : scaly(part, coat.body, body.scale * 1.3) + fill(polygon(strip(part, -0.5, 0.5)), coat.under);
  return {
    footing: 'frame',
    box: { left: view === 'side' ? -44 : -42, right: view === 'side' ? 64 : 42, top: -42, bottom: 46 },
    layers: [
      { svg: nape, thickness: 10 },
      ...head(
        view,
        [0, 0],
        view === 'side' ? random.between(-16, 18) : random.between(-14, 14),
        coat,
        near,
        random,
        2.7,
      ),
    ],
  };
}

/** A dragon in its coat, in one pose; its build (bulk, neck, tail, wings, horns, spikes, face) comes from `random`. */
export function dragon(pose: DragonPose, coat: Coat, stocky: boolean, random: Random): Figure {
  const body = build(stocky, random);
  switch (pose) {
    case 'walking':
    case 'standing':
      return onFours(pose, coat, body, random);
    case 'sitting':
      return sitting(coat, body, random);
    case 'sitting-front':
      return sittingFront(coat, body, random);
    case 'rearing':
      return rearing(coat, body, random);
    case 'lying':
      return lying(coat, body, random);
    case 'flying':
      return flying(coat, body, random);
    case 'head-side':
      return closeUp('side', coat, body, random);
    case 'head-front':
      return closeUp('front', coat, body, random);
  }
}
