import { mix } from './geometry.ts';

/** Hue in degrees, saturation and lightness in 0 … 1. */
export type Colour = readonly [hue: number, saturation: number, lightness: number];

type Channels = readonly [red: number, green: number, blue: number];

/** Red, green and blue in 0 … 1. */
function channels([hue, saturation, lightness]: Colour): Channels {
  const s = Math.min(Math.max(saturation, 0), 1);
  const l = Math.min(Math.max(lightness, 0), 1);
  const a = s * Math.min(l, 1 - l);
  const channel = (n: number): number => {
    const k = (n + (((hue % 360) + 360) % 360) / 30) % 12;
    return l - a * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return [channel(0), channel(8), channel(4)];
}

function fromChannels([red, green, blue]: Channels): Colour {
  const high = Math.max(red, green, blue);
  const low = Math.min(red, green, blue);
  const l = (high + low) / 2;
  const range = high - low;
  if (range < 1e-9) return [0, 0, l];
  const sector =
    high === red
      ? (green - blue) / range
      : high === green
        ? (blue - red) / range + 2
        : (red - green) / range + 4;
  return [sector * 60, range / (1 - Math.abs(2 * l - 1)), l];
}

/** `#rrggbb`: librsvg is given no notation that it could round differently. */
export const css = (colour: Colour): string =>
  `#${channels(colour)
    .map((value) =>
      Math.round(value * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

/** Lighter by `amount` of lightness (darker where negative). */
export const lighter = ([h, s, l]: Colour, amount: number): Colour => [
  h,
  s,
  Math.min(Math.max(l + amount, 0), 1),
];

/** Two colours as light mixes them, channel by channel, so that no third hue appears between them. */
export function blend(a: Colour, b: Colour, t: number): Colour {
  const [from, to] = [channels(a), channels(b)];
  return fromChannels([mix(from[0], to[0], t), mix(from[1], to[1], t), mix(from[2], to[2], t)]);
}
