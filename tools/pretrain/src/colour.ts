import { type Random } from './random.ts';

/** Red, green and blue, each 0 to 1. */
export type Rgb = readonly [number, number, number];

/** Hue in turns for each name; null has no hue. */
const HUES = {
  red: 0,
  orange: 0.075,
  yellow: 0.15,
  green: 0.33,
  cyan: 0.5,
  blue: 0.62,
  purple: 0.76,
  pink: 0.9,
  black: null,
  grey: null,
  white: null,
} as const;

export type ColourName = keyof typeof HUES;
export const COLOURS = Object.keys(HUES) as ColourName[];

const GREY_LIGHTNESS = { black: [0.03, 0.18], grey: [0.35, 0.65], white: [0.86, 0.99] } as const;

export interface Colour {
  readonly name: ColourName;
  readonly hue: number;
  readonly saturation: number;
  readonly lightness: number;
}

/** Draws a colour that deserves its name. */
export function drawColour(random: Random, name: ColourName = random.pick(COLOURS)): Colour {
  if (name === 'black' || name === 'grey' || name === 'white') {
    const [low, high] = GREY_LIGHTNESS[name];
    return {
      name,
      hue: random.next(),
      saturation: random.between(0, 0.12),
      lightness: random.between(low, high),
    };
  }
  return {
    name,
    hue: HUES[name] + random.between(-0.03, 0.03),
    saturation: random.between(0.2, 0.9),
    lightness: random.between(0.25, 0.75),
  };
}

/** The other colour of a texture: most often a lighter or darker shade of the first. */
export function drawPartner(random: Random, colour: Colour): Colour {
  if (random.chance(0.25)) return drawColour(random);
  const step = random.between(0.25, 0.5);
  const lighter = colour.lightness < 0.3 || (colour.lightness < 0.7 && random.chance(0.5));
  return {
    name: colour.name,
    hue: colour.hue + random.between(-0.04, 0.04),
    saturation: colour.saturation * random.between(0.7, 1),
    lightness: Math.min(0.98, Math.max(0.02, colour.lightness + (lighter ? step : -step))),
  };
}

/** How unlike two colours look, roughly 0 to 2: Euclidean, green counted most. */
export function contrast(one: Colour, other: Colour): number {
  const [r, g, b] = toRgb(one);
  const [r2, g2, b2] = toRgb(other);
  return Math.sqrt(2 * (r - r2) ** 2 + 4 * (g - g2) ** 2 + 1.5 * (b - b2) ** 2) / 1.4;
}

/** HSL to RGB (Smith, 1978, in Foley and van Dam's form). */
export function toRgb({ hue, saturation, lightness }: Colour): Rgb {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): number => {
    const k = (((offset + hue * 12) % 12) + 12) % 12;
    return lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return [channel(0), channel(8), channel(4)];
}
