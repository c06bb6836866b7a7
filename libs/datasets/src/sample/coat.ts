import { type Colour, lighter } from './colour.ts';
import { type Random } from './random.ts';

export const BEAR_COATS = ['brown', 'cinnamon', 'black', 'polar', 'panda'] as const;
export const DRAGON_COATS = ['green', 'red', 'blue', 'brown', 'black', 'white', 'gold'] as const;
export type BearCoat = (typeof BEAR_COATS)[number];
export type DragonCoat = (typeof DRAGON_COATS)[number];

/** The colours of one animal. Bears' and dragons' overlap in brown, black and white, so that colour alone decides little. */
export interface Coat {
  readonly body: Colour;
  readonly limbs: Colour;
  /** Belly and chest. */
  readonly under: Colour;
  /** Bear: muzzle; dragon: wing membrane. */
  readonly accent: Colour;
  /** Bear: ears and the patches round the eyes; dragon: horns, spikes and claws. */
  readonly marks: Colour;
  readonly eye: Colour;
}

const jitter = (random: Random, [h, s, l]: Colour): Colour => [
  h + random.between(-8, 8),
  s * random.between(0.75, 1.2),
  l * random.between(0.85, 1.18),
];

export function bearCoat(name: BearCoat, random: Random): Coat {
  const eye: Colour = [25, 0.5, 0.09];
  switch (name) {
    case 'panda': {
      const white = jitter(random, [42, 0.22, 0.84]);
      const black: Colour = [28, 0.12, random.between(0.1, 0.15)];
      return { body: white, limbs: black, under: white, accent: lighter(white, 0.05), marks: black, eye };
    }
    case 'polar': {
      const white = jitter(random, [43, 0.34, 0.82]);
      return {
        body: white,
        limbs: lighter(white, -0.03),
        under: lighter(white, 0.04),
        accent: lighter(white, -0.02),
        marks: lighter(white, -0.12),
        eye,
      };
    }
    case 'black': {
      const black = jitter(random, [26, 0.16, 0.15]);
      return {
        body: black,
        limbs: lighter(black, -0.03),
        under: lighter(black, 0.03),
        accent: [29, 0.36, random.between(0.34, 0.5)],
        marks: lighter(black, -0.04),
        eye,
      };
    }
    case 'brown':
    case 'cinnamon': {
      const brown = jitter(random, name === 'brown' ? [25, 0.42, 0.29] : [30, 0.48, 0.43]);
      return {
        body: brown,
        limbs: lighter(brown, -0.09),
        under: lighter(brown, 0.05),
        accent: [brown[0] + 6, brown[1] * 0.9, brown[2] + random.between(0.06, 0.2)],
        marks: lighter(brown, -0.08),
        eye,
      };
    }
  }
}

const SCALES: Readonly<Record<DragonCoat, Colour>> = {
  green: [118, 0.36, 0.33],
  red: [6, 0.58, 0.37],
  blue: [212, 0.44, 0.4],
  brown: [25, 0.4, 0.3],
  black: [250, 0.1, 0.16],
  white: [46, 0.2, 0.8],
  gold: [40, 0.52, 0.45],
};

export function dragonCoat(name: DragonCoat, random: Random): Coat {
  const body = jitter(random, SCALES[name]);
  const pale: Colour = [warmer(body[0]), body[1] * 0.7, Math.min(body[2] + 0.26, 0.88)];
  const sameHue = random.chance(0.5);
  return {
    body,
    limbs: lighter(body, -0.05),
    under: random.chance(0.75) ? pale : lighter(body, 0.08),
    accent: sameHue
      ? lighter(body, 0.1)
      : jitter(
          random,
          random.pick([
            [16, 0.5, 0.42],
            [38, 0.5, 0.5],
            [270, 0.22, 0.36],
          ] as const),
        ),
    marks: random.chance(0.6)
      ? [40, 0.2, random.between(0.55, 0.8)]
      : lighter(body, body[2] > 0.5 ? -0.35 : -0.12),
    eye: random.pick([
      [48, 0.9, 0.55],
      [22, 0.9, 0.52],
      [95, 0.6, 0.55],
    ] as const),
  };
}

/** Bellies are warmer than backs. */
const warmer = (hue: number): number => hue + (45 - hue) * 0.5;
