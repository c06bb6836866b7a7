import { type Random } from './random.ts';

/** x to the right, y down, as in SVG. */
export type Point = readonly [x: number, y: number];

/** A tapered tube along a curve: torso, neck, tail, leg, horn. One entry per sample of the curve. */
export interface Limb {
  readonly spine: readonly Point[];
  readonly radius: readonly number[];
  /** Unit normals; for a limb that runs to the right they point up. */
  readonly normal: readonly Point[];
}

/** Decimal texts of n / 10 by n: a picture has twenty thousand numbers, and making each anew took a fifth of its time. */
const texts: string[] = [];

/** A coordinate as SVG has it, to a tenth of a pixel. */
export function number(value: number): string {
  const tenths = Math.round(value * 10);
  const size = Math.abs(tenths);
  const text = (texts[size] ??= String(size / 10));
  return tenths < 0 ? `-${text}` : text;
}
const pair = ([x, y]: Point): string => `${number(x)} ${number(y)}`;

export const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
export const between = (a: Point, b: Point, t: number): Point => [mix(a[0], b[0], t), mix(a[1], b[1], t)];

function catmullRom(values: readonly number[], i: number, t: number): number {
  const at = (k: number): number => values[Math.min(Math.max(k, 0), values.length - 1)] as number;
  const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
  return (
    0.5 *
    (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t + (3 * p1 - p0 - 3 * p2 + p3) * t ** 3)
  );
}

function sampled(values: readonly number[], perSpan: number): number[] {
  const samples: number[] = [];
  for (let i = 0; i < values.length - 1; i++)
    for (let k = 0; k < perSpan; k++) samples.push(catmullRom(values, i, k / perSpan));
  samples.push(values.at(-1) as number);
  return samples;
}

/** Catmull–Rom through the joints, each `[x, y, radius]`. */
export function limb(
  joints: readonly (readonly [x: number, y: number, radius: number])[],
  perSpan = 5,
): Limb {
  const xs = sampled(
    joints.map((j) => j[0]),
    perSpan,
  );
  const ys = sampled(
    joints.map((j) => j[1]),
    perSpan,
  );
  const radius = sampled(
    joints.map((j) => j[2]),
    perSpan,
  ).map((r) => Math.max(r, 0.05));
  const spine = xs.map((x, i): Point => [x, ys[i] as number]);
  const normal = spine.map((_, i): Point => {
    const [ax, ay] = spine[Math.max(i - 1, 0)] as Point;
    const [bx, by] = spine[Math.min(i + 1, spine.length - 1)] as Point;
    const length = Math.hypot(bx - ax, by - ay) || 1;
    return [(by - ay) / length, -(bx - ax) / length];
  });
  return { spine, radius, normal };
}

/** The point `along` the limb (0 … 1) and `across` it (−1 belly … 1 back, for a limb that runs towards the head). */
export function onLimb({ spine, radius, normal }: Limb, along: number, across: number): Point {
  const place = Math.min(Math.max(along, 0), 1) * (spine.length - 1);
  const i = Math.min(Math.floor(place), spine.length - 2);
  const t = place - i;
  const [x, y] = between(spine[i] as Point, spine[i + 1] as Point, t);
  const [nx, ny] = between(normal[i] as Point, normal[i + 1] as Point, t);
  const r = mix(radius[i] as number, radius[i + 1] as number, t) * across;
  return [x + nx * r, y + ny * r];
}

/** The closed outline of a limb with round ends. */
export function outline(part: Limb): Point[] {
  const { spine, radius, normal } = part;
  const last = spine.length - 1;
  const offset = (i: number, side: number): Point => {
    const [x, y] = spine[i] as Point;
    const [nx, ny] = normal[i] as Point;
    const r = (radius[i] as number) * side;
    return [x + nx * r, y + ny * r];
  };
  const cap = (i: number, from: number): Point[] => {
    const [x, y] = spine[i] as Point;
    const [nx, ny] = normal[i] as Point;
    const start = Math.atan2(ny * from, nx * from);
    return [1, 2, 3, 4].map((k): Point => {
      const angle = start + (k * Math.PI) / 5;
      return [x + Math.cos(angle) * (radius[i] as number), y + Math.sin(angle) * (radius[i] as number)];
    });
  };
  const back = spine.map((_, i) => offset(i, 1));
  const belly = spine.map((_, i) => offset(i, -1)).reverse();
  return [...back, ...cap(last, 1), ...belly, ...cap(0, -1)];
}

export function ellipse([cx, cy]: Point, rx: number, ry: number, samples = 20): Point[] {
  return Array.from({ length: samples }, (_, k): Point => {
    const angle = (k * 2 * Math.PI) / samples;
    return [cx + Math.cos(angle) * rx, cy + Math.sin(angle) * ry];
  });
}

/** SVG path data: straight lines, closed. */
export const polygon = (points: readonly Point[]): string => `M${points.map(pair).join('L')}Z`;
export const polyline = (points: readonly Point[]): string => `M${points.map(pair).join('L')}`;

/** SVG path data: a closed smooth curve that has the points' midpoints on it. */
export function smooth(points: readonly Point[]): string {
  const next = (i: number): Point => points[(i + 1) % points.length] as Point;
  const middle = (i: number): Point => between(points[i] as Point, next(i), 0.5);
  return `M${pair(middle(points.length - 1))}${points.map((p, i) => `Q${pair(p)} ${pair(middle(i))}`).join('')}Z`;
}

/** Outline with tufts of hair `length` long that lean downwards: a furry edge. */
export function shaggy(points: readonly Point[], length: number, random: Random): string {
  const area = points.reduce((sum, [x, y], i) => {
    const [nx, ny] = points[(i + 1) % points.length] as Point;
    return sum + x * ny - nx * y;
  }, 0);
  const outward = area > 0 ? 1 : -1;
  const edge: Point[] = [];
  points.forEach((p, i) => {
    const q = points[(i + 1) % points.length] as Point;
    const [dx, dy] = [q[0] - p[0], q[1] - p[1]];
    const size = Math.hypot(dx, dy);
    if (size < 1e-6) return;
    const tufts = Math.max(1, Math.round(size / (length * 1.1)));
    for (let k = 0; k < tufts; k++) {
      const [bx, by] = between(p, q, k / tufts);
      const [tx, ty] = between(p, q, (k + random.between(0.3, 0.9)) / tufts);
      const reach = length * random.between(0.25, 1);
      edge.push([bx, by]);
      edge.push([tx + ((outward * dy) / size) * reach, ty - ((outward * dx) / size) * reach + reach * 0.5]);
    }
  });
  return polygon(edge);
}

/** Path data of `count` short hairs on a limb, lying along it from head to tail. */
export function hairs(part: Limb, count: number, length: number, random: Random): string {
  let path = '';
  for (let i = 0; i < count; i++) {
    const along = random.unit();
    const across = random.between(-0.95, 0.95);
    const start = onLimb(part, along, across);
    const ahead = onLimb(part, Math.min(along + 0.03, 1), across);
    const size = Math.hypot(ahead[0] - start[0], ahead[1] - start[1]) || 1;
    const reach = length * random.between(0.5, 1.2);
    const dx = (-(ahead[0] - start[0]) / size) * reach + random.between(-0.3, 0.3) * reach;
    const dy = (-(ahead[1] - start[1]) / size) * reach + reach * random.between(0.2, 0.8);
    path += `M${pair(start)}l${pair([dx, dy])}`;
  }
  return path;
}

/** Path data of rows of overlapping scales, `size` apart, on the part of a limb between two `across` values. */
export function scales(part: Limb, size: number, acrossFrom: number, acrossTo: number): string {
  const { spine, radius } = part;
  let length = 0;
  for (let i = 1; i < spine.length; i++) {
    const [ax, ay] = spine[i - 1] as Point;
    const [bx, by] = spine[i] as Point;
    length += Math.hypot(bx - ax, by - ay);
  }
  const rows = Math.max(2, Math.round(length / size));
  let path = '';
  for (let row = 0; row < rows; row++) {
    const along = (row + 0.5) / rows;
    const r = radius[Math.round(along * (radius.length - 1))] as number;
    const step = size / Math.max(r, size * 0.7);
    for (let across = acrossFrom + (row % 2 ? step / 2 : 0); across + step <= acrossTo; across += step) {
      const a = onLimb(part, along, across);
      const b = onLimb(part, along - 0.9 / rows, across + step / 2);
      const c = onLimb(part, along, across + step);
      path += `M${pair(a)}Q${pair(b)} ${pair(c)}`;
    }
  }
  return path;
}

/** The strip of a limb between two `across` values, for part of its length. */
export function strip(part: Limb, acrossFrom: number, acrossTo: number, alongFrom = 0, alongTo = 1): Point[] {
  const steps = 24;
  const edge = (across: number): Point[] =>
    Array.from({ length: steps + 1 }, (_, k) => onLimb(part, mix(alongFrom, alongTo, k / steps), across));
  return [...edge(acrossFrom), ...edge(acrossTo).reverse()];
}
