import { type Colour, css, lighter } from './colour.ts';
import { disc, fill, line } from './figure.ts';
import { number, type Point, polygon, smooth } from './geometry.ts';
import { type Random } from './random.ts';

/** A picture's extent in pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
}

/** A rectangle over the frame's width from `top` down, shaded from one colour to another. */
export function wash(
  id: string,
  { width, height }: Frame,
  top: number,
  from: Colour,
  to: Colour,
  bottom = height,
): string {
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${css(from)}"/><stop offset="1" stop-color="${css(to)}"/></linearGradient><rect x="0" y="${number(top)}" width="${width}" height="${number(bottom - top)}" fill="url(#${id})"/>`;
}

/** A soft round light. */
export function glow(id: string, [x, y]: Point, radius: number, colour: Colour, opacity: number): string {
  return `<radialGradient id="${id}"><stop offset="0" stop-color="${css(colour)}" stop-opacity="${opacity.toFixed(2)}"/><stop offset="1" stop-color="${css(colour)}" stop-opacity="0"/></radialGradient><circle cx="${number(x)}" cy="${number(y)}" r="${number(radius)}" fill="url(#${id})"/>`;
}

/** Ground from `y` down whose upper edge rolls by up to `swell` (jagged: mountains). */
export function ridge(
  { width, height }: Frame,
  y: number,
  swell: number,
  colour: Colour,
  random: Random,
  jagged = false,
): string {
  const steps = jagged ? 22 : 8;
  const edge: Point[] = [];
  let drift = random.between(-0.5, 0.5);
  for (let i = -1; i <= steps + 1; i++) {
    drift = drift * 0.7 + random.between(-0.55, 0.55);
    edge.push([(i * width) / steps, y + drift * swell]);
  }
  const floor: Point[] = [
    [width * 1.2, height + 20],
    [-width * 0.2, height + 20],
  ];
  return fill(jagged ? polygon([...edge, ...floor]) : smooth([...edge, ...floor]), colour);
}

export function clouds(
  { width }: Frame,
  top: number,
  bottom: number,
  colour: Colour,
  count: number,
  random: Random,
): string {
  let svg = '';
  for (let i = 0; i < count; i++) {
    const x = random.between(-0.1, 1.1) * width;
    const y = random.between(top, bottom);
    const size = width * random.between(0.04, 0.11);
    const puffs = Array.from({ length: 9 }, (_, k): { at: Point; r: number } => {
      const dx = (k / 4 - 1) * 1.6 * size;
      const rise = Math.max(0, 1 - Math.abs(dx) / (1.8 * size));
      return {
        at: [x + dx, y - rise * size * random.between(0.1, 0.55)],
        r: size * (0.25 + rise * random.between(0.15, 0.4)),
      };
    });
    for (const { at, r } of puffs)
      svg += disc([at[0], at[1] + r * 0.3], r * 1.25, r * 0.8, lighter(colour, -0.07));
    for (const { at, r } of puffs)
      svg += disc([at[0], at[1] - r * 0.08], r * 1.1, r * 0.68, lighter(colour, 0.03));
  }
  return `<g opacity="${random.between(0.55, 0.9).toFixed(2)}">${svg}</g>`;
}

/** A stand of trunks with leaves above. */
export function trunks(
  { width, height }: Frame,
  foot: number,
  count: number,
  thick: number,
  bark: Colour,
  leaves: Colour,
  random: Random,
): string {
  let svg = '';
  for (let i = 0; i < count; i++) {
    const x = random.between(-0.02, 1.02) * width;
    const r = thick * random.between(0.6, 1.3);
    const lean = random.between(-0.05, 0.05) * height;
    const y = foot + random.between(-0.02, 0.03) * height;
    svg += fill(
      polygon([
        [x - r + lean, -5],
        [x + r * 0.8 + lean, -5],
        [x + r, y],
        [x + r * 1.6, y + r],
        [x - r * 1.6, y + r],
        [x - r, y],
      ]),
      lighter(bark, random.between(-0.05, 0.05)),
    );
  }
  // crowns: dark masses first, then clumps of leaves that catch the light
  for (const [tone, share, size] of [
    [-0.06, 1.5, 0.075],
    [0.02, 3, 0.042],
    [0.08, 3, 0.024],
  ] as const)
    for (let i = 0; i < count * share; i++) {
      const r = width * size * random.between(0.6, 1.3);
      const depth = random.unit() ** 1.6;
      svg += disc(
        [random.between(-0.05, 1.05) * width, (depth * 0.3 - 0.04) * height],
        r,
        r * 0.72,
        lighter(leaves, tone + random.between(-0.03, 0.03)),
        0.9,
      );
    }
  return svg;
}

/** A fir, `tall` pixels high, standing on `at`. */
export function fir([x, y]: Point, tall: number, colour: Colour, snow: boolean, random: Random): string {
  const tiers = 5;
  let svg = fill(
    polygon([
      [x - tall * 0.025, y],
      [x + tall * 0.025, y],
      [x, y - tall * 0.5],
    ]),
    [25, 0.3, 0.18],
  );
  for (let k = 0; k < tiers; k++) {
    const base = y - tall * (0.08 + 0.17 * k);
    const half = tall * (0.24 - 0.042 * k) * random.between(0.85, 1.15);
    const peak: Point = [x, base - tall * 0.28];
    svg += fill(
      polygon([
        [x - half, base],
        [x - half * 0.4, base - tall * 0.02],
        [x, base + tall * 0.015],
        [x + half * 0.4, base - tall * 0.02],
        [x + half, base],
        peak,
      ]),
      lighter(colour, k * 0.015),
    );
    if (snow)
      svg += fill(
        polygon([
          [x - half * 0.6, base - tall * 0.1],
          [x, base - tall * 0.07],
          [x + half * 0.5, base - tall * 0.11],
          peak,
        ]),
        [210, 0.2, 0.92],
        0.8,
      );
  }
  return svg;
}

export function boulder([x, y]: Point, size: number, colour: Colour, random: Random): string {
  const points = Array.from({ length: 9 }, (_, k): Point => {
    const angle = Math.PI + (k * Math.PI) / 8;
    const r = size * random.between(0.75, 1.1);
    return [x + Math.cos(angle) * r, y + Math.sin(angle) * r * 0.72];
  });
  const [a, b, c] = [points[2] as Point, points[4] as Point, points[6] as Point];
  return (
    fill(polygon(points), colour) +
    fill(polygon([a, b, c, [x + size * 0.2, y - size * 0.3]]), lighter(colour, 0.1), 0.75) +
    fill(
      polygon([c, points[8] as Point, [x + size * 0.2, y], [x + size * 0.2, y - size * 0.3]]),
      lighter(colour, -0.09),
      0.7,
    ) +
    line(
      `M${number(x - size * 0.3)} ${number(y - size * 0.4)}l${number(size * 0.25)} ${number(size * 0.2)} ${number(size * 0.02)} ${number(size * 0.2)}`,
      lighter(colour, -0.15),
      size * 0.02,
      0.6,
    )
  );
}

/** Blades of grass that stand between `top` and `bottom`, each up to `tall` pixels, in three tones. */
export function grass(
  { width }: Frame,
  top: number,
  bottom: number,
  tall: number,
  count: number,
  colour: Colour,
  random: Random,
): string {
  return [-0.08, 0.02, 0.1]
    .map((tone) => {
      let path = '';
      for (let i = 0; i < count / 3; i++) {
        const depth = random.unit();
        const y = top + depth * (bottom - top);
        const reach = tall * (0.4 + 0.6 * depth) * random.between(0.5, 1);
        path += `M${number(random.between(-0.02, 1.02) * width)} ${number(y)}q${number(random.between(-0.1, 0.1) * reach)} ${number(-reach * 0.6)} ${number(random.between(-0.45, 0.45) * reach)} ${number(-reach)}`;
      }
      return line(path, lighter(colour, tone), Math.max(0.8, tall * 0.05));
    })
    .join('');
}

/** Small strokes that make a plain surface look like earth, snow or stone. */
export function speckle(
  { width }: Frame,
  top: number,
  bottom: number,
  count: number,
  colour: Colour,
  random: Random,
): string {
  return [-0.07, 0.08]
    .map((tone) => {
      let path = '';
      for (let i = 0; i < count; i++) {
        const depth = random.unit() ** 0.7;
        path += `M${number(random.unit() * width)} ${number(top + depth * (bottom - top))}h${number(1 + depth * random.between(2, 9))}`;
      }
      return line(path, lighter(colour, tone), 1.2, 0.45);
    })
    .join('');
}

export function flowers(
  { width }: Frame,
  top: number,
  bottom: number,
  count: number,
  random: Random,
): string {
  let svg = '';
  for (let i = 0; i < count; i++) {
    const depth = random.unit();
    const colour = random.pick([
      [50, 0.9, 0.6],
      [340, 0.6, 0.7],
      [0, 0, 0.95],
      [275, 0.45, 0.65],
    ] as const);
    svg += disc(
      [random.unit() * width, top + depth * (bottom - top)],
      0.8 + depth * 1.8,
      0.7 + depth * 1.4,
      colour,
      0.95,
    );
  }
  return svg;
}

/** Short bright dashes that a rippled surface shows. */
export function ripples(
  { width }: Frame,
  top: number,
  bottom: number,
  count: number,
  colour: Colour,
  random: Random,
): string {
  let path = '';
  for (let i = 0; i < count; i++) {
    const depth = random.unit() ** 1.4;
    const length = 3 + depth * random.between(6, 30);
    path += `M${number(random.between(-0.05, 1) * width)} ${number(top + depth * (bottom - top))}q${number(length / 2)} ${number(-1 - depth)} ${number(length)} 0`;
  }
  return line(path, colour, 1, 0.5);
}
