import { mix } from './geometry.ts';

/** Hue in degrees, saturation and lightness in 0 … 1. */
export type Colour = readonly [hue: number, saturation: number, lightness: number];

/** `#rrggbb`: librsvg is given no notation that it could round differently. */
export function css([hue, saturation, lightness]: Colour): string {
  const s = Math.min(Math.max(saturation, 0), 1);
  const l = Math.min(Math.max(lightness, 0), 1);
  const a = s * Math.min(l, 1 - l);
  const channel = (n: number): string => {
    const k = (n + (((hue % 360) + 360) % 360) / 30) % 12;
    const value = l - a * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** Lighter by `amount` of lightness (darker where negative). */
export const lighter = ([h, s, l]: Colour, amount: number): Colour => [
  h,
  s,
  Math.min(Math.max(l + amount, 0), 1),
];

/** Between two colours, by the shorter way round the hues. */
export function blend(a: Colour, b: Colour, t: number): Colour {
  const turn = ((((b[0] - a[0]) % 360) + 540) % 360) - 180;
  return [a[0] + turn * t, mix(a[1], b[1], t), mix(a[2], b[2], t)];
}
