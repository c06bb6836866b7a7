import { blend, type Colour, css, lighter } from './colour.ts';
import { disc, fill, line } from './figure.ts';
import {
  ellipse,
  limb,
  number,
  onLimb,
  outline,
  type Point,
  polygon,
  polyline,
  smooth,
  strip,
} from './geometry.ts';
import { type Random } from './random.ts';
import { type Scene } from './scene.ts';
import { boulder, type Frame, grass, ridge, ripples } from './scenery.ts';

export const VEILS = ['none', 'growth', 'branch', 'trunk', 'fog', 'snowfall'] as const;
/** What stands between the camera and the animal. */
export type Veil = (typeof VEILS)[number];

/** What the animal's feet stand in, whatever else hides it: tufts, drifts, stones or water at `y`. */
export function underfoot(
  { growth }: Scene,
  frame: Frame,
  [x, y]: Point,
  reach: number,
  random: Random,
): string {
  const span: Frame = { width: reach * 2, height: frame.height };
  const move = (svg: string): string => `<g transform="translate(${number(x - reach)} 0)">${svg}</g>`;
  switch (growth.kind) {
    case 'grass':
      return move(grass(span, y - 1, y + 6, frame.height * 0.045, 40, growth.colour, random));
    case 'snow':
      return move(
        Array.from({ length: 6 }, (_, k) =>
          disc(
            [((k + random.between(0, 0.8)) / 6) * reach * 2, y + 2.5],
            reach * 0.16,
            3,
            growth.colour,
            0.9,
          ),
        ).join(''),
      );
    case 'stones':
      return move(
        Array.from({ length: 4 }, () =>
          boulder(
            [random.unit() * reach * 2, y + 4],
            frame.height * random.between(0.008, 0.03),
            growth.colour,
            random,
          ),
        ).join(''),
      );
    case 'water':
      return (
        move(fill(smooth(ellipse([reach, y + 3], reach * 1.05, 5)), growth.colour, 0.75)) +
        move(ripples(span, y - 2, y + 9, 12, lighter(growth.colour, 0.25), random))
      );
  }
}

function branch(frame: Frame, leaf: Colour, random: Random): string {
  const { width, height } = frame;
  const from: Point = [random.chance(0.5) ? -10 : width + 10, height * random.between(0, 0.75)];
  const to: Point = [width * random.between(0.35, 0.75), from[1] + height * random.between(-0.2, 0.35)];
  const twig = limb([
    [...from, width * 0.014],
    [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2 + height * random.between(-0.08, 0.08), width * 0.009],
    [...to, 0.8],
  ]);
  const leaves = Array.from({ length: random.whole(22, 50) }, () => {
    const [x, y] = onLimb(twig, random.unit(), random.between(-6, 6));
    const size = width * random.between(0.012, 0.028);
    return `<path transform="translate(${number(x)} ${number(y)}) rotate(${random.whole(0, 359)})" d="M0 0Q${number(size)} ${number(-size)} ${number(size * 2.2)} 0Q${number(size)} ${number(size)} 0 0Z" fill="${css(lighter(leaf, random.between(-0.09, 0.1)))}"/>`;
  }).join('');
  return fill(smooth(outline(twig)), [25, 0.28, 0.2]) + leaves;
}

function fog(frame: Frame, haze: Colour, amount: number, random: Random): string {
  const { width, height } = frame;
  const puffs = Array.from({ length: 7 }, () => {
    const rx = width * random.between(0.2, 0.45);
    return `<ellipse cx="${number(random.unit() * width)}" cy="${number(random.between(0.25, 1) * height)}" rx="${number(rx)}" ry="${number(rx * random.between(0.3, 0.55))}" fill="url(#puff)"/>`;
  }).join('');
  return (
    `<radialGradient id="puff"><stop offset="0" stop-color="${css(haze)}" stop-opacity="${(0.75 * amount).toFixed(2)}"/><stop offset="1" stop-color="${css(haze)}" stop-opacity="0"/></radialGradient>` +
    `<rect width="${width}" height="${height}" fill="${css(haze)}" fill-opacity="${(0.5 * amount).toFixed(2)}"/>${puffs}`
  );
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What grows or lies at the place, between the animal and the camera, up to `tall` pixels high. */
function growthVeil(
  place: Scene,
  frame: Frame,
  box: Box,
  tall: number,
  amount: number,
  random: Random,
): string {
  const { kind, colour } = place.growth;
  const foot = Math.min(box.bottom, frame.height);
  switch (kind) {
    case 'grass':
      return grass(frame, foot - 2, frame.height + 14, tall, 160 + amount * 260, colour, random);
    case 'water':
      return grass(
        frame,
        foot + 2,
        frame.height + 14,
        tall,
        60 + amount * 150,
        [random.between(55, 95), 0.3, 0.16 + 0.16 * place.light.strength],
        random,
      );
    case 'snow':
      return [0, 1]
        .map((k) =>
          ridge(
            frame,
            foot - tall * (0.55 - 0.3 * k),
            frame.height * 0.12,
            lighter(colour, -0.04 - 0.03 * k),
            random,
          ),
        )
        .join('');
    case 'stones':
      return Array.from({ length: 4 + Math.round(amount * 4) }, () =>
        boulder(
          [random.between(box.left, box.right), foot + random.between(4, 14)],
          tall * random.between(0.35, 0.85),
          blend(colour, [colour[0], colour[1], 0.4], 0.3),
          random,
        ),
      ).join('');
  }
}

/**
 * The veil in front of an animal that spans `box` (pixels). `amount` 0 … 1 is how much of it is hidden.
 */
export function veil(
  kind: Veil,
  place: Scene,
  frame: Frame,
  box: Box,
  amount: number,
  random: Random,
): string {
  const { width, height } = frame;
  const tall = (box.bottom - box.top) * (0.25 + 0.6 * amount);
  switch (kind) {
    case 'none':
      return '';
    case 'growth':
      return growthVeil(place, frame, box, tall, amount, random);
    case 'branch':
      return Array.from({ length: 1 + Math.round(amount * 2) }, () =>
        branch(frame, [random.between(70, 125), 0.36, 0.1 + 0.22 * place.light.strength], random),
      ).join('');
    case 'trunk':
      return Array.from({ length: 1 + Math.round(amount) }, () => {
        const x = random.between(box.left * 0.7 + box.right * 0.3, box.right);
        const r = width * random.between(0.02, 0.035 + 0.045 * amount);
        const bark: Colour = [random.between(18, 34), 0.2, 0.1 + 0.14 * place.light.strength];
        const lean = random.between(-9, 9);
        const stem = limb([
          [x + lean, -30, r * 0.85],
          [x, height * 0.5, r],
          [x, height + 30, r * 1.2],
        ]);
        const cracks = Array.from({ length: 26 }, () => {
          const along = random.unit();
          const across = random.between(-0.9, 0.9);
          return polyline([
            onLimb(stem, along, across),
            onLimb(stem, along + random.between(0.02, 0.1), across),
          ]);
        }).join('');
        return (
          fill(smooth(outline(stem)), bark) +
          fill(polygon(strip(stem, -1, -0.2)), lighter(bark, 0.05), 0.8) +
          fill(polygon(strip(stem, -0.95, -0.55)), lighter(bark, 0.1), 0.5) +
          fill(polygon(strip(stem, 0.5, 1)), lighter(bark, -0.05), 0.7) +
          line(cracks, lighter(bark, -0.08), 1.3, 0.8)
        );
      }).join('');
    case 'fog':
      return fog(frame, place.haze, amount, random);
    case 'snowfall':
      return Array.from({ length: 50 + Math.round(amount * 130) }, () => {
        const r = random.between(0.5, 1.3) + (random.chance(0.12) ? 2.4 : 0);
        return disc(
          [random.unit() * width, random.unit() * height],
          r,
          r,
          [210, 0.2, 0.97],
          r > 2 ? 0.5 : 0.8,
        );
      }).join('');
  }
}
