import { valueNoise } from './noise.ts';
import { type Random } from './random.ts';

/**
 * Signed distance to an outline, negative inside, in units of the shape's radius: a shape fits the circle of radius 1
 * about the origin, give or take. Exact for polygons and strokes, approximate for the rest.
 */
export type Outline = (x: number, y: number) => number;

/** `x, y` of the corners in turn */
type Points = readonly (readonly [number, number])[];

const TURN = 2 * Math.PI;

/** Every kind of shape by name: draws its variation from the stream and gives its outline. */
export const SHAPES = {
  circle: () => (x, y) => Math.hypot(x, y) - 0.85,
  ellipse: (random) => {
    const ratio = random.between(0.3, 0.55);
    return (x, y) => (Math.hypot(x, y / ratio) - 1) * ratio;
  },
  square: () => box(0.72, 0.72, 0),
  bar: (random) => box(0.98, random.between(0.12, 0.25), 0),
  pill: (random) => {
    const half = random.between(0.3, 0.45);
    return box(0.95 - half, 0, half);
  },
  triangle: (random) => {
    const lean = random.between(-0.5, 0.5);
    return polygon([
      [lean, -0.9],
      [0.85, 0.65],
      [-0.85, 0.65],
    ]);
  },
  pentagon: () => polygon(regular(5, 0.92)),
  star: (random) => polygon(spiked(random.whole(5, 6), random.between(0.35, 0.5))),
  burst: (random) => polygon(spiked(random.whole(10, 18), random.between(0.55, 0.8))),
  cross: (random) => {
    const arm = random.between(0.15, 0.3);
    const across = box(0.9, arm, 0);
    return (x, y) => Math.min(across(x, y), across(y, x));
  },
  ring: (random) => {
    const width = random.between(0.1, 0.22);
    return (x, y) => Math.abs(Math.hypot(x, y) - 0.75) - width;
  },
  crescent: (random) => {
    const shift = random.between(0.3, 0.6);
    return (x, y) => Math.max(Math.hypot(x, y) - 0.9, 0.8 - Math.hypot(x - shift, y));
  },
  heart: () => (x, y) => {
    const across = Math.abs(x) * 1.15;
    const up = 0.25 - 1.1 * y;
    const bump = Math.hypot(across - 0.42, up - 0.25) - 0.46;
    const tip = Math.max(across + 0.83 * -up - 0.78, up - 0.3, -across - 0.1);
    return Math.min(bump, tip);
  },
  drop: () => (x, y) => {
    const round = Math.hypot(x, y - 0.3) - 0.55;
    const tip = Math.max(Math.abs(x) * 0.85 - 0.42 * (y + 0.95), y - 0.1);
    return Math.min(round, tip);
  },
  arrow: (random) => {
    const neck = random.between(0, 0.3);
    const shaft = random.between(0.1, 0.25);
    return polygon([
      [0.95, 0],
      [neck, 0.65],
      [neck, shaft],
      [-0.95, shaft],
      [-0.95, -shaft],
      [neck, -shaft],
      [neck, -0.65],
    ]);
  },
  spiral: (random) => {
    const turns = random.between(1.6, 2.8);
    const width = random.between(0.06, 0.1);
    const points = Array.from({ length: 36 }, (_, i) => {
      const t = 0.08 + (0.92 * i) / 35;
      return [0.9 * t * Math.cos(TURN * turns * t), 0.9 * t * Math.sin(TURN * turns * t)] as const;
    });
    return stroke(points, width, width);
  },
  gear: (random) => {
    const teeth = random.whole(7, 12);
    const hole = random.between(0.2, 0.4);
    const flank = random.between(0.5, 0.7);
    const points = Array.from({ length: 4 * teeth }, (_, i) => {
      const angle = (TURN * (Math.floor(i / 2) + (i % 2) * flank * 0.9)) / (2 * teeth);
      const radius = Math.floor(i / 2) % 2 === 0 ? 0.95 : 0.72;
      return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
    });
    const rim = polygon(points);
    return (x, y) => Math.max(rim(x, y), hole - Math.hypot(x, y));
  },
  rosette: (random) => {
    const petals = random.whole(4, 9);
    const depth = random.between(0.2, 0.4);
    return (x, y) =>
      0.6 * (Math.hypot(x, y) - 0.95 + depth * (1 - Math.abs(Math.cos((petals / 2) * Math.atan2(y, x)))));
  },
  blob: (random) => {
    const seed = random.seed();
    const roughness = random.between(0.5, 0.9);
    return (x, y) => {
      const radius = Math.hypot(x, y) + 1e-6;
      const bump = valueNoise(1.4 * (x / radius) + 9, 1.4 * (y / radius) + 9, seed) - 0.5;
      return 0.8 * (radius - 0.7 - roughness * bump);
    };
  },
  worm: (random) => {
    const waves = random.between(0.8, 1.8);
    const height = random.between(0.2, 0.45);
    const thick = random.between(0.1, 0.2);
    const points = Array.from({ length: 24 }, (_, i) => {
      const x = -0.9 + (1.8 * i) / 23;
      return [x, height * Math.sin(TURN * waves * x * 0.6)] as const;
    });
    return stroke(points, thick, random.chance(0.5) ? 0.02 : thick);
  },
  arc: (random) => {
    const opening = random.between(0.5, 1.3);
    const thick = random.between(0.08, 0.2);
    const points = Array.from({ length: 18 }, (_, i) => {
      const angle = opening + ((TURN - 2 * opening) * i) / 17;
      return [0.8 * Math.cos(angle), 0.8 * Math.sin(angle)] as const;
    });
    return stroke(points, thick, random.chance(0.5) ? 0.03 : thick);
  },
  sail: (random) => {
    // an arched leading edge and a scalloped trailing one
    const scallops = random.whole(2, 5);
    const depth = random.between(0.12, 0.3);
    const points: [number, number][] = [];
    for (let i = 0; i <= 10; i++) {
      const t = i / 10;
      points.push([-0.95 + 1.9 * t, 0.45 - 1.2 * Math.sin(Math.PI * (0.15 + 0.65 * t))]);
    }
    const [endX, endY] = points[points.length - 1]!;
    for (let i = 1; i <= 6 * scallops; i++) {
      const t = i / (6 * scallops);
      const sag = depth * Math.abs(Math.sin(Math.PI * scallops * t));
      points.push([endX - (endX + 0.95) * t, endY + (0.85 - endY) * t - sag]);
    }
    return polygon(points);
  },
  tree: (random) => {
    const branches: Outline[] = [];
    const grow = (x: number, y: number, angle: number, length: number, level: number): void => {
      const endX = x + length * Math.cos(angle);
      const endY = y + length * Math.sin(angle);
      const width = 0.09 * 0.68 ** level;
      branches.push(
        stroke(
          [
            [x, y],
            [endX, endY],
          ],
          width,
          width * 0.6,
        ),
      );
      if (level >= 3) return;
      for (const side of [-1, 1]) {
        grow(
          endX,
          endY,
          angle + side * random.between(0.3, 0.8),
          length * random.between(0.6, 0.8),
          level + 1,
        );
      }
    };
    grow(0, 0.95, -TURN / 4, 0.65, 0);
    return union(branches);
  },
  bolt: (random) => {
    const jog = random.between(0.2, 0.4);
    return polygon([
      [0.2, -0.95],
      [-0.5, 0.1],
      [-0.02, 0.05],
      [-0.25, 0.95],
      [0.55, -jog + 0.1],
      [0.05, -jog + 0.18],
      [0.55, -0.9],
    ]);
  },
  fan: (random) => {
    const half = random.between(0.5, 1.2);
    return (x, y) => {
      const angle = Math.abs(Math.atan2(y, x + 0.6));
      const radius = Math.hypot(x + 0.6, y);
      return Math.max(radius - 1.4, radius * Math.sin(Math.min(angle - half, TURN / 4)));
    };
  },
  cloud: (random) => {
    const puffs = Array.from({ length: 5 }, (_, i): Outline => {
      const cx = -0.6 + 0.3 * i;
      const cy = 0.1 - random.between(0, 0.35) * (1 - Math.abs(cx));
      const radius = random.between(0.25, 0.42);
      return (x, y) => Math.hypot(x - cx, y - cy) - radius;
    });
    return union(puffs);
  },
  leaf: (random) => {
    const centre = random.between(0.5, 0.9);
    const radius = Math.hypot(0.95, centre);
    return (x, y) => Math.hypot(x, Math.abs(y) + centre) - radius;
  },
  corner: (random) => {
    const arm = random.between(0.12, 0.24);
    const middle = random.chance(0.5);
    const upright = box(arm, 0.8, 0);
    const foot = box(0.7, arm, 0);
    return middle
      ? (x, y) => Math.min(upright(x, y), foot(x, y + 0.8 - arm))
      : (x, y) => Math.min(upright(x + 0.55, y), foot(x, y - 0.8 + arm));
  },
  comb: (random) => {
    const teeth = random.whole(3, 6);
    const points: [number, number][] = [
      [0.9, 0.5],
      [-0.9, 0.5],
    ];
    for (let i = 0; i < teeth; i++) {
      points.push([-0.9 + (1.8 * (i + 0.5)) / teeth, -0.7], [-0.9 + (1.8 * (i + 1)) / teeth, 0.1]);
    }
    return polygon(points);
  },
  net: (random) => {
    const bars = random.whole(2, 3);
    const width = random.between(0.06, 0.12);
    return (x, y) => {
      const gap = (v: number): number => {
        const line = Math.max(-bars, Math.min(bars, Math.round((v / 0.8) * bars)));
        return Math.abs(v - (0.8 * line) / bars) - width;
      };
      const outside = Math.max(Math.abs(x), Math.abs(y)) - 0.8 - width;
      return Math.max(Math.min(gap(x), gap(y)), outside);
    };
  },
} satisfies Record<string, (random: Random) => Outline>;

export type ShapeName = keyof typeof SHAPES;

/** Left out of training, to see whether the features serve for shapes they were not made for. */
export const HELD_OUT_SHAPES: readonly ShapeName[] = ['bolt', 'crescent', 'fan', 'gear', 'heart', 'leaf'];
export const TRAINING_SHAPES = (Object.keys(SHAPES) as ShapeName[]).filter(
  (name) => !HELD_OUT_SHAPES.includes(name),
);

function union(parts: readonly Outline[]): Outline {
  return (x, y) => {
    let least = Infinity;
    for (const part of parts) least = Math.min(least, part(x, y));
    return least;
  };
}

/** A rectangle of half sides `width` and `height`, its corners rounded outwards by `round`. */
function box(width: number, height: number, round: number): Outline {
  return (x, y) => {
    const dx = Math.abs(x) - width;
    const dy = Math.abs(y) - height;
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - round;
  };
}

/** A chain of capsules whose radius runs from `start` to `end`. */
function stroke(points: Points, start: number, end: number): Outline {
  const corners = Float64Array.from(points.flat());
  const last = points.length - 1;
  return (x, y) => {
    let least = Infinity;
    let ax = corners[0]!;
    let ay = corners[1]!;
    for (let i = 0; i < last; i++) {
      const bx = corners[2 * i + 2]!;
      const by = corners[2 * i + 3]!;
      const along = nearestShare(x, y, ax, ay, bx, by);
      const dx = x - ax - along * (bx - ax);
      const dy = y - ay - along * (by - ay);
      const distance = Math.sqrt(dx * dx + dy * dy) - start - ((end - start) * (i + along)) / last;
      if (distance < least) least = distance;
      ax = bx;
      ay = by;
    }
    return least;
  };
}

/** A simple polygon: exact distance, the inside by counting crossings. */
function polygon(points: Points): Outline {
  const corners = Float64Array.from(points.flat());
  const length = corners.length;
  return (x, y) => {
    let least = Infinity;
    let inside = false;
    let bx = corners[length - 2]!;
    let by = corners[length - 1]!;
    for (let i = 0; i < length; i += 2) {
      const ax = corners[i]!;
      const ay = corners[i + 1]!;
      const along = nearestShare(x, y, ax, ay, bx, by);
      const dx = x - ax - along * (bx - ax);
      const dy = y - ay - along * (by - ay);
      const distance = dx * dx + dy * dy;
      if (distance < least) least = distance;
      if (ay > y !== by > y && x < ax + ((y - ay) * (bx - ax)) / (by - ay)) inside = !inside;
      bx = ax;
      by = ay;
    }
    return inside ? -Math.sqrt(least) : Math.sqrt(least);
  };
}

/** How far along the segment from a to b its point nearest to (x, y) is: 0 to 1. */
function nearestShare(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const share = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy + 1e-12);
  return share < 0 ? 0 : share > 1 ? 1 : share;
}

function regular(corners: number, radius: number): Points {
  return Array.from({ length: corners }, (_, i) => {
    const angle = (TURN * i) / corners - TURN / 4;
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });
}

function spiked(spikes: number, inner: number): Points {
  return Array.from({ length: 2 * spikes }, (_, i) => {
    const angle = (Math.PI * i) / spikes - TURN / 4;
    const radius = i % 2 === 0 ? 0.98 : 0.98 * inner;
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });
}
