import { bear, BEAR_POSES, type BearPose } from './bear.ts';
import {
  BEAR_COATS,
  type BearCoat,
  bearCoat,
  type Coat,
  DRAGON_COATS,
  type DragonCoat,
  dragonCoat,
} from './coat.ts';
import { blend, type Colour, css } from './colour.ts';
import { dragon, DRAGON_POSES, type DragonPose } from './dragon.ts';
import { type Figure } from './figure.ts';
import { underfoot, type Veil, veil } from './foreground.ts';
import { number } from './geometry.ts';
import { type Random } from './random.ts';
import { type Light, type Scene, scene, type SceneName, SCENES } from './scene.ts';
import { type Frame, glow } from './scenery.ts';

export const CREATURES = ['bear', 'dragon'] as const;
export type Creature = (typeof CREATURES)[number];
export const POSES = [...new Set([...BEAR_POSES, ...DRAGON_POSES])] as [
  BearPose | DragonPose,
  ...(BearPose | DragonPose)[],
];
export const COATS = [...new Set([...BEAR_COATS, ...DRAGON_COATS])] as [
  BearCoat | DragonCoat,
  ...(BearCoat | DragonCoat)[],
];
export const DISTANCES = ['near', 'middle', 'far'] as const;
export type Distance = (typeof DISTANCES)[number];

type Subject =
  | { readonly creature: 'bear'; readonly pose: BearPose; readonly coat: BearCoat }
  | {
      readonly creature: 'dragon';
      readonly pose: DragonPose;
      readonly coat: DragonCoat;
      readonly stocky: boolean;
    };

/** What is in a picture, before a line of it is drawn. */
export type Recipe = Subject & {
  readonly scene: SceneName;
  readonly distance: Distance;
  readonly veil: Veil;
  /** Share of the animal that the veil hides, roughly: 0 … 1. */
  readonly hidden: number;
  readonly individuals: number;
};

const FRAMES: readonly Frame[] = [
  { width: 304, height: 202 },
  { width: 288, height: 216 },
  { width: 320, height: 180 },
  { width: 272, height: 272 },
  { width: 216, height: 288 },
  { width: 200, height: 300 },
  { width: 264, height: 198 },
];

/** What a picture of that creature shows. Places, distances and veils are equally likely for both. */
export function recipe(creature: Creature, random: Random): Recipe {
  const distance = random.weighted({ near: 2.6, middle: 5.4, far: 1.3 });
  const veil = random.weighted({ none: 4.6, growth: 2, branch: 1.4, trunk: 0.6, fog: 1.3, snowfall: 0.8 });
  const common = {
    scene: random.pick(SCENES),
    distance,
    veil,
    hidden: veil === 'none' ? 0 : random.unit() ** 1.5,
    individuals: random.weighted({ one: 17, two: 3, three: 1 }),
  };
  const individuals = { one: 1, two: 2, three: 3 }[common.individuals];
  if (creature === 'bear') {
    const pose = random.weighted({
      walking: 3,
      standing: 2,
      sitting: 2,
      'sitting-front': 1.5,
      rearing: 1.5,
      'rearing-front': 1,
      lying: 1.5,
      'head-side': 1,
      'head-front': 1.2,
    });
    const coat = random.weighted({ brown: 4, cinnamon: 2, black: 2.4, polar: 2, panda: 1.1 });
    return { ...common, creature, pose, coat, individuals };
  }
  const pose = random.weighted({
    walking: 2.6,
    standing: 2,
    sitting: 2,
    'sitting-front': 1.4,
    rearing: 1.5,
    lying: 1.8,
    flying: 1,
    'head-side': 1,
    'head-front': 1.2,
  });
  const coat = random.weighted({ green: 2, red: 1.6, blue: 1.6, brown: 3, black: 2, white: 1.6, gold: 1 });
  return { ...common, creature, pose, coat, individuals, stocky: random.chance(0.25) };
}

/** Distance turns colours towards the haze. */
function hazed(coat: Coat, haze: Colour, t: number): Coat {
  const soften = (colour: Colour): Colour => blend(colour, [haze[0], haze[1] * 0.6, haze[2]], t);
  return {
    body: soften(coat.body),
    limbs: soften(coat.limbs),
    under: soften(coat.under),
    accent: soften(coat.accent),
    marks: soften(coat.marks),
    eye: soften(coat.eye),
  };
}

function figureOf(subject: Subject, haze: Colour, distance: number, random: Random): Figure {
  const colours = random.fork('coat');
  const coat =
    subject.creature === 'bear' ? bearCoat(subject.coat, colours) : dragonCoat(subject.coat, colours);
  const seen = hazed(coat, haze, distance);
  const anatomy = random.fork('anatomy');
  return subject.creature === 'bear'
    ? bear(subject.pose, seen, anatomy)
    : dragon(subject.pose, seen, subject.stocky, anatomy);
}

/** A light that makes a flat layer look like a rounded body: its blurred alpha is the height that it shines on. */
function relief(
  id: string,
  spread: number,
  scale: number,
  far: boolean,
  { azimuth, elevation, colour, ambient, strength }: Light,
): string {
  const shade = far ? 0.72 : 1;
  return (
    `<filter id="${id}" color-interpolation-filters="sRGB"><feGaussianBlur in="SourceAlpha" stdDeviation="${number(spread)}"/>` +
    `<feDiffuseLighting surfaceScale="${number(spread * scale * 3)}" diffuseConstant="1.1" lighting-color="${css(colour)}"><feDistantLight azimuth="${Math.round(azimuth)}" elevation="${Math.round(elevation)}"/></feDiffuseLighting>` +
    `<feComposite in2="SourceGraphic" operator="arithmetic" k1="${(strength * shade).toFixed(2)}" k3="${(ambient * shade).toFixed(2)}"/>` +
    `<feComposite in2="SourceAlpha" operator="in"/></filter>`
  );
}

interface Placing {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly mirrored: boolean;
}

function mounted(figure: Figure, at: Placing, light: Light, prefix: string): string {
  const filters = new Map<string, string>();
  // neighbours under the same light share one pass of it
  const passes: { light: string | null; svg: string }[] = [];
  for (const { svg, thickness, far } of figure.layers) {
    const id = thickness === 0 ? null : `${prefix}${Math.round(thickness * 10)}${far ? 'f' : ''}`;
    // more pixels than this, and the 256 levels of the height show as contour lines
    if (id !== null)
      filters.set(id, relief(id, Math.min(thickness, 10 / at.scale), at.scale, far ?? false, light));
    const last = passes.at(-1);
    if (last !== undefined && last.light === id) last.svg += svg;
    else passes.push({ light: id, svg });
  }
  const layers = passes.map(({ light: id, svg }) =>
    id === null ? svg : `<g filter="url(#${id})">${svg}</g>`,
  );
  return `${[...filters.values()].join('')}<g transform="translate(${number(at.x)} ${number(at.y)}) scale(${(at.mirrored ? -at.scale : at.scale).toFixed(3)} ${at.scale.toFixed(3)})">${layers.join('')}</g>`;
}

const REACH: Readonly<Record<Distance, readonly [number, number]>> = {
  near: [0.9, 1.3],
  middle: [0.55, 0.88],
  far: [0.32, 0.48],
};

function placing(figure: Figure, distance: Distance, place: Scene, frame: Frame, random: Random): Placing {
  const { left, right, top, bottom } = figure.box;
  const [from, to] = REACH[distance];
  const reach = figure.footing === 'frame' ? random.between(0.7, 1.25) : random.between(from, to);
  const scale = reach * Math.min(frame.width / (right - left), frame.height / (bottom - top));
  const mirrored = random.chance(0.5);
  const middle = ((left + right) / 2) * scale * (mirrored ? -1 : 1);
  const wished = frame.width * (0.5 + random.between(-0.2, 0.2) * (distance === 'near' ? 0.6 : 1)) - middle;
  // most photographers keep the head in: it is on the right of a figure, on the left of a mirrored one
  const edge = frame.width * (random.chance(0.2) ? 1.08 : 0.98);
  const x = mirrored
    ? Math.max(wished, right * scale + frame.width - edge)
    : Math.min(wished, edge - right * scale);
  if (figure.footing === 'frame')
    return { x, y: frame.height * random.between(0.98, 1.1) - bottom * scale, scale, mirrored };
  if (figure.footing === 'air')
    return { x, y: frame.height * random.between(0.35, 0.6) - ((top + bottom) / 2) * scale, scale, mirrored };
  const depth = {
    near: random.between(0.75, 1.15),
    middle: random.between(0.45, 0.85),
    far: random.between(0.12, 0.5),
  }[distance];
  const foot = place.horizon + 4 + (frame.height - place.horizon - 6) * depth;
  return { x, y: Math.max(foot, -top * scale - frame.height * 0.04), scale, mirrored };
}

/**
 * An SVG picture of the frame's size in pixels and a margin of `bleed` on each side, to be cut off: a renderer loses what
 * lies outside its canvas, and the light on a body near the edge would take the cut for the body's own.
 */
export interface Picture {
  readonly svg: string;
  readonly frame: Frame;
  readonly bleed: number;
}

/** Draws what the recipe says; everything that it leaves open comes from `random`. */
export function picture(made: Recipe, random: Random): Picture {
  const frame = random.pick(FRAMES);
  const place = scene(made.scene, frame, random.fork('scene'));
  const depth =
    { near: 0, middle: 0.06, far: 0.24 }[made.distance] + (made.veil === 'fog' ? 0.22 * made.hidden : 0);
  const group = Array.from({ length: made.individuals }, (_, i) => {
    const own = random.fork(`individual ${i}`);
    // the first is the subject; others are further away, younger, or both
    const figure = figureOf(made, place.haze, depth + i * 0.06, own);
    const at = placing(figure, made.distance, place, frame, own);
    if (i === 0) return { figure, at };
    const smaller = own.between(0.45, 0.8);
    const side = own.sign() * frame.width * own.between(0.18, 0.42);
    return {
      figure,
      at: {
        ...at,
        scale: at.scale * smaller,
        x: at.x + side,
        y: figure.footing === 'ground' ? at.y - (at.y - place.horizon) * own.between(0.05, 0.5) : at.y,
      },
    };
  }).sort((a, b) => a.at.y - b.at.y);

  const animals = group
    .map(({ figure, at }, i) => {
      const reach = ((figure.box.right - figure.box.left) / 2) * at.scale;
      const centre = at.x + ((figure.box.left + figure.box.right) / 2) * at.scale * (at.mirrored ? -1 : 1);
      const onGround = figure.footing === 'ground';
      const shadow =
        onGround && place.growth.kind !== 'water'
          ? `<g transform="translate(0 ${number(at.y * 0.86)}) scale(1 0.14)">${glow(`shadow${i}`, [centre, at.y], reach * 0.95, [230, 0.3, 0.06], 0.6)}</g>`
          : '';
      return (
        shadow +
        mounted(figure, at, place.light, `relief${i}-`) +
        (onGround ? underfoot(place, frame, [centre, at.y], reach * 0.8, random.fork(`feet ${i}`)) : '')
      );
    })
    .join('');
  const { figure, at } = group.at(-1) as (typeof group)[number];
  const box = {
    left: at.x + (at.mirrored ? -figure.box.right : figure.box.left) * at.scale,
    right: at.x + (at.mirrored ? -figure.box.left : figure.box.right) * at.scale,
    top: at.y + figure.box.top * at.scale,
    bottom: at.y + figure.box.bottom * at.scale,
  };
  // librsvg blurs by boxes, three times as fast, from a deviation of 2 on
  const softness = random.between(2, 3);
  const shallow = made.distance === 'near' || random.chance(0.3);
  const bleed = made.distance === 'near' || figure.footing === 'frame' ? 16 : 0;
  const [width, height] = [frame.width + 2 * bleed, frame.height + 2 * bleed];
  return {
    frame,
    bleed,
    svg:
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-bleed} ${-bleed} ${width} ${height}">` +
      `<filter id="depth" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB"><feGaussianBlur stdDeviation="${number(softness)}" edgeMode="duplicate"/></filter>` +
      (shallow
        ? `<g filter="url(#depth)"><svg width="${frame.width}" height="${frame.height}">${place.back}</svg></g>`
        : place.back) +
      `${place.ground}${animals}` +
      veil(made.veil, place, frame, box, made.hidden, random.fork('veil')) +
      '</svg>',
  };
}
